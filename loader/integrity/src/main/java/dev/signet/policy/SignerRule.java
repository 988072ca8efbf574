package dev.signet.policy;

import java.util.Collections;
import java.util.Set;
import java.util.TreeSet;

/**
 * Who must have signed a plugin. Signers are told apart by their keys; the author is one. Beside
 * the author's, the signatures of further keys certified for the plugin's id count, and those of
 * everybody that {@link #alsoSignedBy} names. Immutable.
 *
 * @param signers how many must have signed, 1 to 9, the author included
 * @param scopes the common names of certificates, each of which must have signed beside the author:
 *     a store's, for example. Plugins' ids are no good ones, since their authors have such
 *     certificates
 */
public record SignerRule(int signers, Set<String> scopes) {
  /** Most signers that can be required: the author and those for whom a file has room. */
  public static final int MOST = 9;

  /** The author alone. */
  static final SignerRule AUTHOR = new SignerRule(1, Set.of());

  /**
   * Copies the names.
   *
   * @throws IllegalArgumentException when there are too many of something, or a name is empty
   */
  public SignerRule {
    scopes = Collections.unmodifiableSet(new TreeSet<>(scopes));
    if (signers < 1 || signers > MOST) {
      throw new IllegalArgumentException("signers: must be 1 to " + MOST + ", not " + signers);
    }
    if (scopes.size() >= MOST || scopes.contains("")) {
      throw new IllegalArgumentException(
          "scopes: must be at most " + (MOST - 1) + " names, none of them empty");
    }
  }

  /**
   * Requires that so many have signed, the author included.
   *
   * @throws IllegalArgumentException when it is not 1 to 9
   */
  public static SignerRule requireSigners(int signers) {
    return new SignerRule(signers, Set.of());
  }

  /**
   * Returns this rule when somebody must have signed beside the author, too.
   *
   * @param scope the common name of their certificate
   * @throws IllegalArgumentException when it is empty, or there are too many
   */
  public SignerRule alsoSignedBy(String scope) {
    Set<String> more = new TreeSet<>(scopes);
    more.add(scope);
    return new SignerRule(signers, more);
  }

  /** Returns the rule of both: what either asks for. */
  SignerRule and(SignerRule other) {
    Set<String> all = new TreeSet<>(scopes);
    all.addAll(other.scopes);
    return new SignerRule(Math.max(signers, other.signers), all);
  }

  /** Returns whether it asks for anybody but the author. */
  boolean asksForMore() {
    return signers > 1 || !scopes.isEmpty();
  }
}

package dev.signet.verdict;

import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What a signature is to assure, one question each: a host may enforce some of them and only be
 * warned about others. {@link #of} is the one table of which reason belongs where; {@code
 * docs/reasons.md} shows it.
 */
public enum Dimension {
  /** The bundle is whole, reads in one way only, and is what was signed. */
  INTEGRITY,
  /** Somebody whom this host trusts with this id vouches for it. */
  AUTHENTICITY,
  /** Nothing of that was withdrawn. */
  REVOCATION,
  /** The certificates were valid at the instant that counts. */
  EXPIRY,
  /** What is known of withdrawals is up to date. */
  FRESHNESS;

  /**
   * Returns what a problem of this reason leaves open. Empty for what is no matter of signatures,
   * such as a dependency that is not there: that goes by the release channel alone.
   *
   * <p>Where a signature cannot be read or does not fit, it shows neither who signed nor what. And
   * a plugin that was signed before is not what was signed when its signature is gone: else
   * enforcement of integrity could be had around by deleting a file.
   */
  public static Set<Dimension> of(Reason reason) {
    return switch (reason) {
      case BAD_SIGNATURE, MALFORMED_SIGNATURE, SIGNATURE_DROPPED, UNREADABLE, IO_ERROR ->
          setOf(INTEGRITY, AUTHENTICITY);
      case INVALID_HASH,
          FILE_MISSING,
          EXTRA_FILE,
          UNSAFE_PATH,
          NOT_A_REGULAR_FILE,
          PATH_COLLISION,
          LIMIT_EXCEEDED,
          MALFORMED_ARCHIVE,
          CLASS_PATH_ESCAPE,
          DESCRIPTOR_MISMATCH,
          RELEASE_CHANGED,
          DEVELOPMENT_MODE ->
          setOf(INTEGRITY);
      case MISSING_SIGNATURE,
          UNTRUSTED_CERTIFICATE,
          INVALID_CERTIFICATE,
          WEAK_ALGORITHM,
          SCOPE_MISMATCH,
          KEY_CHANGED,
          SIGNER_MISSING,
          LESS_TRUSTED_DEPENDENCY ->
          setOf(AUTHENTICITY);
      case REVOKED -> setOf(REVOCATION);
      case EXPIRED, EXPIRES_SOON, INVALID_TIMESTAMP, CLOCK_WENT_BACK -> setOf(EXPIRY);
      case REVOCATION_UNAVAILABLE -> setOf(FRESHNESS);
      case DEVELOPMENT_CERTIFICATE,
          NOT_RUNNABLE,
          DOWNGRADE,
          DEPENDENCY_REFUSED,
          DEPENDENCY_UNMET,
          HOST_VERSION_UNMET,
          DUPLICATE_ID,
          STATE_UNAVAILABLE ->
          Set.of();
    };
  }

  /** Returns it as in settings and reports: {@code integrity}. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** Returns some of them for a sentence, in their order: {@code integrity and expiry}. */
  public static String words(Set<Dimension> some) {
    List<String> words = some.stream().sorted().map(Dimension::word).toList();
    int last = words.size() - 1;
    return last < 1
        ? String.join("", words)
        : words.stream().limit(last).collect(Collectors.joining(", ")) + " and " + words.get(last);
  }

  private static Set<Dimension> setOf(Dimension first, Dimension... more) {
    return Collections.unmodifiableSet(EnumSet.of(first, more));
  }
}

package dev.signet.trust;

import dev.signet.Internal;
import dev.signet.verdict.Finding;
import dev.signet.verdict.Reason;
import dev.signet.verdict.Remedy;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;

/**
 * What a certificate must be for: one plugin id, or the host's own code.
 *
 * @param id the plugin's id, or {@link #CORE} for the host's own code; never empty
 * @param coreSignsApps whether a certificate for {@link #CORE} may vouch for plugins too (the
 *     original system's rule)
 */
@Internal
public record Scope(String id, boolean coreSignsApps) {

  /** The reserved name that signs the host's own code. */
  public static final String CORE = "core";

  /** The reserved name that signs the list of plugins which the hosts of a fleet are to run. */
  public static final String LOCK = "plugins-lock";

  /**
   * Checks that there is an id.
   *
   * @throws IllegalArgumentException when the id is empty
   */
  public Scope {
    Objects.requireNonNull(id, "id");
    if (id.isEmpty()) {
      throw new IllegalArgumentException("id: is empty, and no certificate is for nothing");
    }
  }

  private static final Remedy CORE_MAY_SIGN =
      new Remedy(
          "Install a release signed for this plugin alone; if whoever makes the host signs its"
              + " apps as well, as Nextcloud does, allow that: coreSignsPlugins in the host's"
              + " configuration, --core-signs-apps on the command line.",
          "Sign it with the certificate issued for this id; for an app that its host's maker signs,"
              + " check with --core-signs-apps, or <coreSignsApps> in Maven.");

  /** Returns whether no plugin may have this id, since its certificate signs something else. */
  public static boolean isReserved(String id) {
    return id.equals(CORE) || id.equals(LOCK);
  }

  /** Returns the sentence about a plugin that has one of these ids. */
  public static String reserved(String id) {
    return String.format(
        Locale.ROOT,
        "The id '%s' is reserved for %s; no plugin may have it.",
        id,
        id.equals(CORE) ? "the host's own code" : "the list of a fleet's wanted plugins");
  }

  /**
   * Returns the finding when the common name may not sign for this scope. Names are compared byte
   * for byte: no case folding, no trimming, no Unicode normalisation.
   *
   * @return a {@code SCOPE_MISMATCH} with the id asked for as {@code expected} and the common name
   *     as {@code current}; empty when the certificate is for this scope
   */
  public Optional<Finding> check(String commonName) {
    if (commonName.equals(id) || (coreSignsApps && commonName.equals(CORE))) {
      return Optional.empty();
    }
    String cause =
        commonName.equals(CORE)
            ? "The certificate is reserved for the host's own code, and this host does not let it"
                + " vouch for plugins."
            : switch (id) {
              case CORE ->
                  "The host's own code needs a certificate for core; this one is for another id.";
              case LOCK ->
                  "The list of wanted plugins needs a certificate for plugins-lock; this one is for"
                      + " another id.";
              default -> "The certificate is for another plugin than the one it came with.";
            };
    Finding finding =
        new Finding(Reason.SCOPE_MISMATCH, Finding.Severity.PROBLEM, null, id, commonName, cause);
    return Optional.of(commonName.equals(CORE) ? finding.withRemedy(CORE_MAY_SIGN) : finding);
  }
}

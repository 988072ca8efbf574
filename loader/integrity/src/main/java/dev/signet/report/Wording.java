package dev.signet.report;

import dev.signet.verdict.CoSigner;
import dev.signet.verdict.Count;
import dev.signet.verdict.Reason;
import dev.signet.verdict.Signer;
import dev.signet.verdict.Verdict;
import java.util.stream.Collectors;

/** Plain words for people. What is merely unsigned is never called changed. */
final class Wording {
  private static final int KEY_CHARS = 16;

  private Wording() {}

  /** Returns what a problem of this reason makes of the bundle. */
  static String nature(Reason reason) {
    return switch (reason) {
      case UNTRUSTED_CERTIFICATE, INVALID_CERTIFICATE, SCOPE_MISMATCH -> "signed by someone else";
      case DOWNGRADE,
          DEPENDENCY_REFUSED,
          DEPENDENCY_UNMET,
          HOST_VERSION_UNMET,
          LESS_TRUSTED_DEPENDENCY,
          DUPLICATE_ID ->
          "beside other plugins";
      case DEVELOPMENT_MODE, STATE_UNAVAILABLE, CLOCK_WENT_BACK, IO_ERROR -> "this machine";
      default -> nature(reason.state());
    };
  }

  private static String nature(Reason.State state) {
    return switch (state) {
      case UNSIGNED -> "unsigned";
      case INVALID -> "not acceptable";
      case MODIFIED -> "modified";
      case EXPIRED -> "expired";
      case UNTRUSTED -> "not proven";
      case REVOKED -> "withdrawn";
    };
  }

  /** Returns what a verdict means, in one sentence without anything from the bundle. */
  static String meaning(Verdict verdict) {
    return verdict.fold(
        verified -> "It is exactly what its author signed.",
        unsigned -> "Nobody has signed it. Nothing shows that it was changed.",
        rejected ->
            switch (rejected.state()) {
              case UNSIGNED -> "It is not signed, although its earlier releases were.";
              case INVALID -> "It cannot be accepted as it is.";
              case MODIFIED -> "It is not what its author signed.";
              case EXPIRED -> "It is signed with a certificate that is not valid now.";
              case UNTRUSTED -> "It is signed, but not by anyone this host trusts with it.";
              case REVOKED -> "It is signed, but the trust in that signature was withdrawn.";
            });
  }

  /**
   * Returns what happened.
   *
   * @param count how many files or causes there are
   */
  static String sentence(Reason reason, int count) {
    return switch (reason) {
      case MISSING_SIGNATURE -> "Nobody has signed it.";
      case MALFORMED_SIGNATURE -> "Its signature.json cannot be read.";
      case UNTRUSTED_CERTIFICATE ->
          "It is signed under an authority that this host does not trust.";
      case INVALID_CERTIFICATE -> "It is signed with a certificate that is not meant for that.";
      case REVOKED -> "The trust in its signature was withdrawn.";
      case EXPIRED -> "Its certificate is not valid at the time that counts.";
      case EXPIRES_SOON -> "A certificate runs out soon.";
      case INVALID_TIMESTAMP -> "The timestamp of its signature does not count.";
      case REVOCATION_UNAVAILABLE -> "Whether its certificate was withdrawn is unknown.";
      case WEAK_ALGORITHM -> "It is signed in a way that is no longer strong enough.";
      case SCOPE_MISMATCH -> "It is signed with a certificate for another id.";
      case BAD_SIGNATURE -> "Its signature does not fit its list of files.";
      case INVALID_HASH -> files(count, "was changed", "were changed") + " after it was signed.";
      case FILE_MISSING -> files(count, "is missing", "are missing") + ".";
      case EXTRA_FILE -> files(count, "is there", "are there") + " that nobody signed.";
      case UNSAFE_PATH -> files(count, "has a name that is", "have names that are") + " not safe.";
      case NOT_A_REGULAR_FILE -> files(count, "is a link", "are links") + " or something special.";
      case PATH_COLLISION -> "Names in it are one and the same on some systems.";
      case LIMIT_EXCEEDED -> "It is larger than this host allows.";
      case MALFORMED_ARCHIVE -> "Its archive is damaged, or can be read in several ways.";
      case CLASS_PATH_ESCAPE -> "It would run code from outside of itself.";
      case DESCRIPTOR_MISMATCH -> "Its descriptors do not say clearly what plugin it is.";
      case NOT_RUNNABLE -> "It may not run as it is.";
      case DOWNGRADE -> "A higher version of it was installed before.";
      case SIGNATURE_DROPPED -> "Its earlier releases were signed, this one is not.";
      case DEVELOPMENT_CERTIFICATE -> "It is signed for development only.";
      case SIGNER_MISSING -> "Somebody whose signature this host wants has not signed it.";
      case KEY_CHANGED -> "It is signed by another key than before.";
      case RELEASE_CHANGED -> "It differs from what its version was before.";
      case DEPENDENCY_REFUSED -> "A plugin it needs was refused.";
      case DEPENDENCY_UNMET ->
          "A plugin it needs would not be there, would not fit, or needs this one itself.";
      case HOST_VERSION_UNMET -> "It needs another version of this host.";
      case LESS_TRUSTED_DEPENDENCY -> "A plugin it needs is vouched for by less than itself.";
      case DUPLICATE_ID -> "There is another plugin of the same id.";
      case DEVELOPMENT_MODE -> "Plugins are loaded in development mode.";
      case STATE_UNAVAILABLE -> "This host's own memory is missing, damaged or not safe to use.";
      case CLOCK_WENT_BACK -> "This machine's clock shows an earlier time than before.";
      case UNREADABLE -> "What it holds cannot be read.";
      case IO_ERROR -> "Something could not be read or written.";
    };
  }

  private static String files(int count, String one, String many) {
    return Count.of(count, "file " + one, "files " + many);
  }

  /** Returns who has signed, for people who look at one bundle; unescaped. */
  static String signer(Signer signer) {
    return "CN="
        + signer.commonName()
        + ", key "
        + signer.keyId().substring(0, KEY_CHARS)
        + ", "
        + signer.algorithm()
        + ", until "
        + signer.notAfter()
        + ", under "
        + signer.anchor();
  }

  /** Returns who has signed beside the author, and all that is to be said of that; unescaped. */
  static String signer(CoSigner cosigner) {
    return "CN="
        + cosigner.commonName()
        + ", key "
        + cosigner.keyId().substring(0, KEY_CHARS)
        + ", issued by "
        + cosigner.issuer()
        + cosigner.findings().stream()
            .map(finding -> ", " + finding.reason() + ": " + finding.detail())
            .collect(Collectors.joining());
  }
}

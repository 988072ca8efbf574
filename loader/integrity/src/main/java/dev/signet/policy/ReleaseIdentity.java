package dev.signet.policy;

import dev.signet.verdict.Finding;
import dev.signet.verdict.Reason;
import dev.signet.verdict.Signer;
import dev.signet.verdict.Subject;
import dev.signet.verdict.Verdict;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Whether a release that is as it was signed comes from whom the earlier ones came from, and is
 * what it was.
 */
final class ReleaseIdentity {
  /** Most known keys that are told. */
  private static final int TOLD_KEYS = 3;

  private ReleaseIdentity() {}

  /**
   * A certificate renewed for the same key changes nothing, nor a key that a known one vouches for.
   */
  static Optional<Finding> keyChanged(Verdict verdict, LedgerEntry entry) {
    Signer signer = verdict.signer().orElseThrow();
    List<String> known = entry.keys();
    if (entry.knows(signer.keyId(), signer.predecessors())) {
      return Optional.empty();
    }
    String detail =
        String.format(
            Locale.ROOT,
            "It is signed by the key %s, which is new for this plugin; its certificate, of serial"
                + " number %s, was issued by %s. Known for it since %s: %s. Either the author has a"
                + " new key, or the authority has certified somebody else's, by mistake or because"
                + " it was robbed.",
            signer.keyId(),
            signer.serialNumber(),
            signer.issuer(),
            entry.firstAt(),
            told(known));
    return Optional.of(
        differing(Reason.KEY_CHANGED, known.get(known.size() - 1), signer.keyId(), detail));
  }

  private static String told(List<String> known) {
    String latest =
        String.join(", ", known.subList(Math.max(0, known.size() - TOLD_KEYS), known.size()));
    return known.size() <= TOLD_KEYS
        ? latest
        : String.format(Locale.ROOT, "%s and %d earlier ones", latest, known.size() - TOLD_KEYS);
  }

  /** A release that is signed once more with the same files is what it was. */
  static Optional<Finding> releaseChanged(Verdict verdict, LedgerEntry entry) {
    Subject subject = verdict.subject();
    String known = entry.releases().get(subject.version());
    if (known == null || known.equals(subject.filesDigest())) {
      return Optional.empty();
    }
    String detail =
        String.format(
            Locale.ROOT,
            "Its files are not those of the version %s that was admitted before. Either the author"
                + " has published two releases under one version, or somebody else has signed this"
                + " one.",
            subject.version());
    return Optional.of(differing(Reason.RELEASE_CHANGED, known, subject.filesDigest(), detail));
  }

  private static Finding differing(Reason reason, String known, String now, String detail) {
    return new Finding(reason, Finding.Severity.PROBLEM, null, known, now, detail);
  }
}

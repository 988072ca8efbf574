package dev.signet.policy;

import dev.signet.Internal;
import dev.signet.verdict.Dimension;
import dev.signet.verdict.Finding;
import dev.signet.verdict.Signer;
import dev.signet.verdict.Verdict;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * A verified release that is about to be admitted: what a {@link SigningLedger} records.
 *
 * @param id the plugin's id, at most {@link #MAX_CHARS} characters
 * @param version its version, at most as long
 * @param keyId SHA-256 of the signing key's SubjectPublicKeyInfo, 64 lower-case hex digits
 * @param filesDigest what it is made of, however often it is signed: {@code Subject.filesDigest},
 *     128 lower-case hex digits; empty when that is not known, and then nothing is remembered of it
 * @param predecessors older keys that are proven to vouch for its key, likewise by SHA-256
 */
public record SignedRelease(
    String id, String version, String keyId, String filesDigest, List<String> predecessors) {
  /** Most characters of an id or a version that a ledger is asked to remember: 1,000. */
  public static final int MAX_CHARS = 1_000;

  /**
   * Checks the bounds.
   *
   * @throws IllegalArgumentException when the id is empty, a text is too long, or a digest is none
   */
  public SignedRelease {
    Objects.requireNonNull(id, "id");
    Objects.requireNonNull(version, "version");
    LedgerEntry.requireKeyId(keyId);
    predecessors = List.copyOf(predecessors);
    predecessors.forEach(LedgerEntry::requireKeyId);
    if (!filesDigest.isEmpty()) {
      LedgerEntry.requireFilesDigest(filesDigest);
    }
    if (id.isEmpty() || id.length() > MAX_CHARS) {
      throw new IllegalArgumentException("id: must have 1 to " + MAX_CHARS + " characters");
    }
    if (version.length() > MAX_CHARS) {
      throw new IllegalArgumentException("version: may have at most " + MAX_CHARS + " characters");
    }
  }

  /**
   * A release for whose key no older one vouches.
   *
   * @throws IllegalArgumentException likewise
   */
  public SignedRelease(String id, String version, String keyId, String filesDigest) {
    this(id, version, keyId, filesDigest, List.of());
  }

  /**
   * Returns the release of a verdict; empty when it is not verified or too long to remember, and
   * when it was signed for development: that is nobody's word for later.
   */
  public static Optional<SignedRelease> of(Verdict verdict) {
    return verdict.isVerified() ? asSigned(verdict) : Optional.empty();
  }

  /**
   * Returns the release of a verdict also when its certificate has run out or was withdrawn since,
   * or nobody knows: a host that puts up with that still asks whether it fits the past.
   */
  @Internal
  public static Optional<SignedRelease> asSigned(Verdict verdict) {
    String id = verdict.subject().id();
    String version = verdict.subject().version();
    boolean fits = !id.isEmpty() && Math.max(id.length(), version.length()) <= MAX_CHARS;
    if (!fits || !isAsSigned(verdict)) {
      return Optional.empty();
    }
    Signer signer = verdict.signer().orElseThrow();
    return Optional.of(
        new SignedRelease(
            id, version, signer.keyId(), verdict.subject().filesDigest(), signer.predecessors()));
  }

  /** Returns whether id, version and files are the word of somebody who signs for others, too. */
  static boolean isAsSigned(Verdict verdict) {
    if (verdict.signer().isEmpty() || verdict.signer().get().forDevelopment()) {
      return false;
    }
    for (Finding finding : verdict.findings()) {
      if (finding.isProblem() && !isOfLater(Dimension.of(finding.reason()))) {
        return false;
      }
    }
    return true;
  }

  /** What becomes of a certificate later changes nothing about who has signed what. */
  private static boolean isOfLater(Set<Dimension> open) {
    return !open.isEmpty()
        && !open.contains(Dimension.INTEGRITY)
        && !open.contains(Dimension.AUTHENTICITY);
  }
}

package dev.signet.policy;

import java.time.Instant;
import java.util.Objects;
import java.util.Optional;

/**
 * What a {@link SigningLedger} remembers of one plugin.
 *
 * @param id the plugin's id
 * @param firstVersion the version that was signed when it was first admitted signed
 * @param firstAt when that was
 * @param highestVersion the highest version admitted signed
 * @param keyId the key that signed the release admitted last: SHA-256 of its SubjectPublicKeyInfo,
 *     64 lower-case hex digits
 * @param lastAt when that was, to within an hour
 */
public record LedgerEntry(
    String id,
    String firstVersion,
    Instant firstAt,
    String highestVersion,
    String keyId,
    Instant lastAt) {

  /**
   * Checks that nothing is null.
   *
   * @throws IllegalArgumentException when the id is empty or the key's digest is none
   */
  public LedgerEntry {
    Objects.requireNonNull(id, "id");
    Objects.requireNonNull(firstVersion, "firstVersion");
    Objects.requireNonNull(firstAt, "firstAt");
    Objects.requireNonNull(highestVersion, "highestVersion");
    Objects.requireNonNull(lastAt, "lastAt");
    requireKeyId(keyId);
    if (id.isEmpty()) {
      throw new IllegalArgumentException("id: is empty");
    }
  }

  /**
   * Returns the entry after one more admission. First version and time stay; the highest version
   * only changes to one that is certainly higher, so that no release can push it down; times never
   * go back.
   *
   * @param before the entry there was, of the same id
   */
  public static LedgerEntry after(
      Optional<LedgerEntry> before, SignedRelease release, Instant at, VersionOrder order) {
    String version = release.version();
    if (before.isEmpty()) {
      return new LedgerEntry(release.id(), version, at, version, release.keyId(), at);
    }
    LedgerEntry known = before.get();
    boolean higher =
        !version.equals(known.highestVersion)
            && order.compare(version, known.highestVersion).orElse(0) > 0;
    return new LedgerEntry(
        known.id,
        known.firstVersion,
        known.firstAt,
        higher ? version : known.highestVersion,
        release.keyId(),
        at.isAfter(known.lastAt) ? at : known.lastAt);
  }

  /** Returns whether the other one differs at most in when the plugin was last admitted. */
  public boolean isSameButForTime(LedgerEntry other) {
    return id.equals(other.id)
        && firstVersion.equals(other.firstVersion)
        && firstAt.equals(other.firstAt)
        && highestVersion.equals(other.highestVersion)
        && keyId.equals(other.keyId);
  }

  static void requireKeyId(String keyId) {
    boolean hex = keyId.length() == 64;
    for (int i = 0; hex && i < keyId.length(); i++) {
      char c = keyId.charAt(i);
      hex = (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f');
    }
    if (!hex) {
      throw new IllegalArgumentException("keyId: must be 64 lower-case hex digits, not " + keyId);
    }
  }
}

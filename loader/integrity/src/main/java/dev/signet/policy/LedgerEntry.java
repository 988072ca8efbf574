package dev.signet.policy;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * What a {@link SigningLedger} remembers of one plugin.
 *
 * @param id the plugin's id
 * @param firstVersion the version that was signed when it was first admitted signed
 * @param firstAt when that was
 * @param highestVersion the highest version admitted that a known key has signed, or an
 *     administrator has confirmed
 * @param keyId the key that signed the release admitted last: SHA-256 of its SubjectPublicKeyInfo,
 *     64 lower-case hex digits
 * @param lastAt when that was, to within an hour
 * @param keys the keys that are known to sign it: that of its first release, and those an
 *     administrator has confirmed or an older one has vouched for since, in this order; 1 to {@link
 *     #MAX_KEYS}
 * @param releases what each version was made of when a known key's release of it was first
 *     admitted, or when it was confirmed last: the {@link SignedRelease#filesDigest} by version, in
 *     the order they came; at most {@link #MAX_RELEASES}
 */
public record LedgerEntry(
    String id,
    String firstVersion,
    Instant firstAt,
    String highestVersion,
    String keyId,
    Instant lastAt,
    List<String> keys,
    Map<String, String> releases) {
  /** Most keys that are known for one plugin: 20. That confirmed the longest ago makes room. */
  public static final int MAX_KEYS = 20;

  /** Most versions whose files are remembered: 20. That which came the longest ago makes room. */
  public static final int MAX_RELEASES = 20;

  private static final int KEY_HEX = 64;
  private static final int FILES_HEX = 128;

  /**
   * Checks that nothing is null, and copies.
   *
   * @throws IllegalArgumentException when the id is empty, a digest is none, or there is no key or
   *     too many of something
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
    keys = List.copyOf(keys);
    keys.forEach(LedgerEntry::requireKeyId);
    if (keys.isEmpty() || keys.size() > MAX_KEYS || Set.copyOf(keys).size() < keys.size()) {
      throw new IllegalArgumentException("keys: must be 1 to " + MAX_KEYS + " different ones");
    }
    releases = Collections.unmodifiableMap(new LinkedHashMap<>(releases));
    releases.values().forEach(LedgerEntry::requireFilesDigest);
    if (releases.size() > MAX_RELEASES) {
      throw new IllegalArgumentException("releases: may be at most " + MAX_RELEASES);
    }
  }

  /** An entry of which only the last key is known, as older versions of the library wrote it. */
  public LedgerEntry(
      String id,
      String firstVersion,
      Instant firstAt,
      String highestVersion,
      String keyId,
      Instant lastAt) {
    this(id, firstVersion, firstAt, highestVersion, keyId, lastAt, List.of(keyId), Map.of());
  }

  /**
   * Returns the entry after one more admission. First version and time stay, and times never go
   * back. A key becomes known only with the first release of all, when a known one vouches for it,
   * or by {@link #confirmed}. Only a known key's release changes anything else: the highest
   * version, to one that is certainly higher, and what a version is made of, when it comes for the
   * first time. So nobody who is only admitted with a warning can make the author's next release a
   * lower one.
   *
   * @param before the entry there was, of the same id
   */
  public static LedgerEntry after(
      Optional<LedgerEntry> before, SignedRelease release, Instant at, VersionOrder order) {
    String version = release.version();
    LedgerEntry known =
        before.orElseGet(
            () -> new LedgerEntry(release.id(), version, at, version, release.keyId(), at));
    boolean isKnown = known.knows(release.keyId(), release.predecessors());
    boolean isNew =
        isKnown && !known.releases.containsKey(version) && !release.filesDigest().isEmpty();
    return new LedgerEntry(
        known.id,
        known.firstVersion,
        known.firstAt,
        isKnown ? known.highest(version, order) : known.highestVersion,
        release.keyId(),
        at.isAfter(known.lastAt) ? at : known.lastAt,
        isKnown ? known.keysWith(release) : known.keys,
        isNew ? known.releasesWith(release) : known.releases);
  }

  /**
   * Returns the entry after an administrator has confirmed a release of the plugin: its key is
   * known, its version is made of what it is made of, and counts among the highest.
   */
  public LedgerEntry confirmed(SignedRelease release, VersionOrder order) {
    return new LedgerEntry(
        id,
        firstVersion,
        firstAt,
        highest(release.version(), order),
        keyId,
        lastAt,
        keysWith(release),
        release.filesDigest().isEmpty() ? releases : releasesWith(release));
  }

  /** Returns whether a key is known, or one of those that vouch for it is. */
  boolean knows(String key, List<String> predecessors) {
    return keys.contains(key) || predecessors.stream().anyMatch(keys::contains);
  }

  private List<String> keysWith(SignedRelease release) {
    if (keys.contains(release.keyId())) {
      return keys;
    }
    List<String> more = new ArrayList<>(keys);
    more.add(release.keyId());
    return more.subList(Math.max(0, more.size() - MAX_KEYS), more.size());
  }

  private String highest(String version, VersionOrder order) {
    boolean isHigher =
        !version.equals(highestVersion) && order.compare(version, highestVersion).orElse(0) > 0;
    return isHigher ? version : highestVersion;
  }

  private Map<String, String> releasesWith(SignedRelease release) {
    Map<String, String> more = new LinkedHashMap<>(releases);
    more.put(release.version(), release.filesDigest());
    Iterator<String> oldest = more.keySet().iterator();
    while (more.size() > MAX_RELEASES) {
      oldest.next();
      oldest.remove();
    }
    return more;
  }

  /** Returns whether the other one differs at most in when the plugin was last admitted. */
  public boolean isSameButForTime(LedgerEntry other) {
    return id.equals(other.id)
        && firstVersion.equals(other.firstVersion)
        && firstAt.equals(other.firstAt)
        && highestVersion.equals(other.highestVersion)
        && keyId.equals(other.keyId)
        && keys.equals(other.keys)
        && releases.equals(other.releases);
  }

  static void requireKeyId(String keyId) {
    requireHex("keyId", keyId, KEY_HEX);
  }

  static void requireFilesDigest(String digest) {
    requireHex("filesDigest", digest, FILES_HEX);
  }

  private static void requireHex(String name, String text, int digits) {
    boolean hex = text.length() == digits;
    for (int i = 0; hex && i < text.length(); i++) {
      char c = text.charAt(i);
      hex = (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f');
    }
    if (!hex) {
      throw new IllegalArgumentException(
          name + ": must be " + digits + " lower-case hex digits, not " + text);
    }
  }
}

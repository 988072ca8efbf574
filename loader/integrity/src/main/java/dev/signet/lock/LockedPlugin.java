package dev.signet.lock;

import dev.signet.trust.Scope;
import dev.signet.verdict.Printable;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * One plugin that the hosts of a fleet are to run.
 *
 * @param id the plugin's id, at most {@link #MAX_CHARS} characters
 * @param version its version, at most as long
 * @param digest what it is made of, however often it is signed or packed: {@code
 *     Subject.filesDigest}, 128 lower-case hex digits. Nothing else is ever installed
 * @param from where to get it, at most {@link #MAX_CHARS} characters: an address, or a path that
 *     each host resolves; who answers there is not trusted
 * @param approvedBy who has approved it, for people to read; at most {@link #MAX_CHARS} characters
 * @param notBefore from when on hosts install it; empty for at once. Whole seconds
 */
public record LockedPlugin(
    String id,
    String version,
    String digest,
    String from,
    String approvedBy,
    Optional<Instant> notBefore) {
  /** Most characters of each text: 1,000. */
  public static final int MAX_CHARS = 1_000;

  private static final Pattern DIGEST = Pattern.compile("[0-9a-f]{128}");

  /**
   * Checks the bounds.
   *
   * @throws IllegalArgumentException when the id is reserved, a text is empty, too long or holds
   *     what cannot be seen, or the digest is none
   */
  public LockedPlugin {
    requireText(id, "id");
    requireText(version, "version");
    requireText(from, "from");
    requireText(approvedBy, "approvedBy");
    if (Scope.isReserved(id)) {
      throw new IllegalArgumentException("id: '" + id + "' is reserved; no plugin may have it");
    }
    if (!DIGEST.matcher(digest).matches()) {
      throw new IllegalArgumentException("digest: must be SHA-512 as 128 lower-case hex digits");
    }
    notBefore.ifPresent(instant -> requireSeconds(instant, "notBefore"));
  }

  static void requireText(String text, String name) {
    Objects.requireNonNull(text, name);
    if (text.isEmpty() || text.length() > MAX_CHARS) {
      throw new IllegalArgumentException(name + ": must have 1 to " + MAX_CHARS + " characters");
    }
    if (!text.codePoints().allMatch(Printable::isVisible)) {
      throw new IllegalArgumentException(name + ": has a character that cannot be seen");
    }
  }

  /** Between the years 1 and 9999, which every reader of ISO 8601 agrees about. */
  static void requireSeconds(Instant instant, String name) {
    if (!instant.toString().matches("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\dZ")) {
      throw new IllegalArgumentException(
          name + ": must be a date like 2026-11-30T12:00:00Z, in whole seconds");
    }
  }
}

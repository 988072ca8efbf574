package dev.signet.verdict;

import java.util.Objects;

/**
 * What a verdict is about.
 *
 * @param id the plugin's id as its own descriptors, or else the caller, name it; empty when neither
 *     does
 * @param version the version its descriptor names; empty when it names none
 * @param contentDigest digest of everything that was read: 128 lower-case hex digits of SHA-512
 *     over the canonical manifest of all files, {@code signature.json} included; empty when the
 *     bundle could not be read to its end
 */
public record Subject(String id, String version, String contentDigest) {

  /** A bundle of which nothing could be read. */
  public static final Subject UNKNOWN = new Subject("", "", "");

  /** Checks that nothing is null. */
  public Subject {
    Objects.requireNonNull(id, "id");
    Objects.requireNonNull(version, "version");
    Objects.requireNonNull(contentDigest, "contentDigest");
  }
}

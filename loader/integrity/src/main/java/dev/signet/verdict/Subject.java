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
 * @param filesDigest digest of what the author has made, which stays the same however often that is
 *     signed: likewise, without {@code signature.json} and without files that the host puts up with
 *     whatever they are; empty when that is not known
 */
public record Subject(String id, String version, String contentDigest, String filesDigest) {

  /** A bundle of which nothing could be read. */
  public static final Subject UNKNOWN = new Subject("", "", "", "");

  /** Checks that nothing is null. */
  public Subject {
    Objects.requireNonNull(id, "id");
    Objects.requireNonNull(version, "version");
    Objects.requireNonNull(contentDigest, "contentDigest");
    Objects.requireNonNull(filesDigest, "filesDigest");
  }

  /** A bundle of which it is not known what it is without its signature. */
  public Subject(String id, String version, String contentDigest) {
    this(id, version, contentDigest, "");
  }
}

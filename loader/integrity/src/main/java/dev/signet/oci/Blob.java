package dev.signet.oci;

/**
 * Bytes by their digest: a <em>descriptor</em> of the OCI image spec, as far as it counts here.
 *
 * @param mediaType what they are
 * @param digest of SHA-256
 * @param size how many
 */
record Blob(String mediaType, String digest, long size) {
  /** The two bytes of an empty JSON object, which a manifest without settings names. */
  static final Blob EMPTY =
      new Blob(
          "application/vnd.oci.empty.v1+json",
          "sha256:44136fa355b3678a1146ad16f7e8649e94fb4fc21fe77e8310c060f61caaff8a",
          2);

  /** Checks the form of the digest, which becomes a part of addresses and paths. */
  Blob {
    if (!Sha256.isDigest(digest) || size < 0) {
      throw new IllegalArgumentException("no digest of SHA-256, or no size");
    }
  }
}

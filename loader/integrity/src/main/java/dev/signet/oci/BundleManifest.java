package dev.signet.oci;

import dev.signet.bundle.BundleKind;
import java.io.IOException;
import java.util.Map;

/**
 * What a registry keeps of a bundle: an image manifest (OCI image spec 1.1) with an artifact type
 * of our own and one layer, the zip or jar. Nothing else is in it, so that the same bundle always
 * has the same digest.
 *
 * @param layer the bundle
 */
record BundleManifest(Blob layer) {
  static final Map<String, BundleKind> KINDS =
      Map.of(
          "application/zip", BundleKind.ZIP,
          "application/java-archive", BundleKind.JAR);

  /** Returns the media type of a kind of archive. */
  static String mediaType(BundleKind kind) {
    return kind == BundleKind.JAR ? "application/java-archive" : "application/zip";
  }

  /**
   * Reads one.
   *
   * @throws IOException when it is no manifest of a bundle; the message is the rest of a sentence
   *     about it
   */
  static BundleManifest parse(byte[] bytes) throws IOException {
    return new BundleManifest(ArtifactManifest.layer(bytes, Artifact.BUNDLE));
  }

  /** Returns which kind of archive the layer is. */
  BundleKind kind() {
    BundleKind kind = KINDS.get(layer.mediaType());
    if (kind == null) {
      throw new IllegalStateException(layer.mediaType() + " is no bundle");
    }
    return kind;
  }

  /** Returns it as it is sent; its digest is over these bytes. */
  byte[] bytes() {
    return ArtifactManifest.bytes(Artifact.BUNDLE, layer);
  }
}

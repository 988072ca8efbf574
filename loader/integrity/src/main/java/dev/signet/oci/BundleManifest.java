package dev.signet.oci;

import com.fasterxml.jackson.databind.JsonNode;
import dev.signet.bundle.BundleKind;
import dev.signet.json.StrictJson;
import dev.signet.verdict.Printable;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

/**
 * What a registry keeps of a bundle: an image manifest (OCI image spec 1.1) with an artifact type
 * of our own and one layer, the zip or jar. Nothing else is in it, so that the same bundle always
 * has the same digest.
 *
 * @param layer the bundle
 */
record BundleManifest(Blob layer) {
  /** What tells bundles from everything else in a registry. */
  static final String ARTIFACT_TYPE = "application/vnd.signet.bundle.v1";

  static final String MEDIA_TYPE = "application/vnd.oci.image.manifest.v1+json";

  /** One of ours has 600 bytes. */
  static final int MOST_BYTES = 64 << 10;

  private static final int SCHEMA_VERSION = 2;
  private static final Map<String, BundleKind> KINDS =
      Map.of(
          "application/zip", BundleKind.ZIP,
          "application/java-archive", BundleKind.JAR);

  /** How it is written. */
  private record Form(
      int schemaVersion, String mediaType, String artifactType, Blob config, List<Blob> layers) {}

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
    JsonNode manifest = StrictJson.tree(bytes);
    String mediaType = manifest.path("mediaType").asText(MEDIA_TYPE);
    String artifactType = manifest.path("artifactType").asText("none");
    if (manifest.path("schemaVersion").asInt() != SCHEMA_VERSION || !mediaType.equals(MEDIA_TYPE)) {
      throw new IOException("it is no image manifest but " + Printable.of(mediaType));
    }
    if (!artifactType.equals(ARTIFACT_TYPE)) {
      throw new IOException(
          "it is no plugin bundle: its artifact type is "
              + Printable.of(artifactType)
              + ", not "
              + ARTIFACT_TYPE);
    }
    JsonNode layers = manifest.path("layers");
    if (!layers.isArray() || layers.size() != 1) {
      throw new IOException("it has not exactly one layer, the bundle");
    }
    if (!Blob.EMPTY.digest().equals(manifest.path("config").path("digest").asText())) {
      throw new IOException("it has settings beside the bundle");
    }
    return new BundleManifest(blob(layers.path(0)));
  }

  private static Blob blob(JsonNode layer) throws IOException {
    String mediaType = layer.path("mediaType").asText();
    JsonNode size = layer.path("size");
    if (!KINDS.containsKey(mediaType)) {
      throw new IOException("its layer is neither zip nor jar but " + Printable.of(mediaType));
    }
    if (!size.isIntegralNumber() || !size.canConvertToLong()) {
      throw new IOException("its layer has no size");
    }
    try {
      return new Blob(mediaType, layer.path("digest").asText(), size.longValue());
    } catch (IllegalArgumentException e) {
      throw new IOException("its layer has " + e.getMessage(), e);
    }
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
    Form form = new Form(SCHEMA_VERSION, MEDIA_TYPE, ARTIFACT_TYPE, Blob.EMPTY, List.of(layer));
    return StrictJson.line(form).getBytes(StandardCharsets.UTF_8);
  }
}

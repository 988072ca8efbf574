package dev.signet.oci;

import com.fasterxml.jackson.databind.JsonNode;
import dev.signet.json.StrictJson;
import dev.signet.verdict.Printable;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * An image manifest (OCI image spec 1.1) with an artifact type of our own and one layer. Nothing
 * else is in it, so that the same content always has the same digest.
 */
final class ArtifactManifest {
  static final String MEDIA_TYPE = "application/vnd.oci.image.manifest.v1+json";

  /** One of ours has 600 bytes. */
  static final int MOST_BYTES = 64 << 10;

  private static final int SCHEMA_VERSION = 2;

  private ArtifactManifest() {}

  /** How it is written. */
  private record Form(
      int schemaVersion, String mediaType, String artifactType, Blob config, List<Blob> layers) {}

  /**
   * Fetches a manifest.
   *
   * @param version digest or tag
   * @throws IOException when it is not there, or is another one than the digest says
   */
  static byte[] fetch(BundleStore store, String version) throws IOException {
    byte[] bytes = store.manifest(version);
    String digest = Sha256.over(bytes);
    if (Sha256.isDigest(version) && !digest.equals(version)) {
      throw new IOException("it sends " + digest + " in place of " + version);
    }
    return bytes;
  }

  /**
   * Returns the one layer that a manifest names.
   *
   * @throws IOException when it is no manifest of such an artifact; the message is the rest of a
   *     sentence about it
   */
  static Blob layer(byte[] bytes, Artifact artifact) throws IOException {
    JsonNode manifest = StrictJson.tree(bytes);
    String mediaType = manifest.path("mediaType").asText(MEDIA_TYPE);
    String artifactType = manifest.path("artifactType").asText("none");
    if (manifest.path("schemaVersion").asInt() != SCHEMA_VERSION || !mediaType.equals(MEDIA_TYPE)) {
      throw new IOException("it is no image manifest but " + Printable.of(mediaType));
    }
    if (!artifactType.equals(artifact.type())) {
      throw new IOException(
          "it is no "
              + artifact.label()
              + ": its artifact type is "
              + Printable.of(artifactType)
              + ", not "
              + artifact.type());
    }
    JsonNode layers = manifest.path("layers");
    if (!layers.isArray() || layers.size() != 1) {
      throw new IOException("it has not exactly one layer, the " + artifact.label());
    }
    if (!Blob.EMPTY.digest().equals(manifest.path("config").path("digest").asText())) {
      throw new IOException("it has settings beside the " + artifact.label());
    }
    return blob(layers.path(0), artifact);
  }

  private static Blob blob(JsonNode layer, Artifact artifact) throws IOException {
    String mediaType = layer.path("mediaType").asText();
    JsonNode size = layer.path("size");
    if (!artifact.layers().contains(mediaType)) {
      throw new IOException(
          "its layer is " + artifact.otherLayer() + " but " + Printable.of(mediaType));
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

  /** Returns a manifest as it is sent; its digest is over these bytes. */
  static byte[] bytes(Artifact artifact, Blob layer) {
    Form form = new Form(SCHEMA_VERSION, MEDIA_TYPE, artifact.type(), Blob.EMPTY, List.of(layer));
    return StrictJson.line(form).getBytes(StandardCharsets.UTF_8);
  }
}

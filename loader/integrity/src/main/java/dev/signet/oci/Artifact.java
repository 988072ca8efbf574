package dev.signet.oci;

import java.util.Set;

/** What registries keep of ours: each an artifact with one layer. */
enum Artifact {
  /** A plugin's bundle. */
  BUNDLE(
      "application/vnd.signet.bundle.v1",
      "plugin bundle",
      BundleManifest.KINDS.keySet(),
      "neither zip nor jar"),

  /** The signed list of what a fleet is to run. */
  LIST(
      "application/vnd.signet.plugins-lock.v1",
      "list of plugins",
      Set.of("application/json"),
      "no JSON");

  private final String type;
  private final String label;
  private final Set<String> layers;
  private final String otherLayer;

  Artifact(String type, String label, Set<String> layers, String otherLayer) {
    this.type = type;
    this.label = label;
    this.layers = layers;
    this.otherLayer = otherLayer;
  }

  /** Returns the type that tells it from everything else in a registry. */
  String type() {
    return type;
  }

  /** Returns what it is, after "no". */
  String label() {
    return label;
  }

  /** Returns which media types its layer may have. */
  Set<String> layers() {
    return layers;
  }

  /** Returns what a layer of another media type is, after "is". */
  String otherLayer() {
    return otherLayer;
  }
}

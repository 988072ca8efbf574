package dev.signet.oci;

import java.util.Set;

/** What registries keep of ours: each an artifact with one layer. */
enum Artifact {
  /** A plugin's bundle. */
  BUNDLE("application/vnd.signet.bundle.v1", "plugin bundle", "neither zip nor jar"),

  /** The signed list of what a fleet is to run. */
  LIST("application/vnd.signet.plugins-lock.v1", "list of plugins", "no JSON");

  private final String type;
  private final String label;
  private final String otherLayer;

  Artifact(String type, String label, String otherLayer) {
    this.type = type;
    this.label = label;
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
    return this == BUNDLE ? BundleManifest.KINDS.keySet() : Set.of("application/json");
  }

  /** Returns what a layer of another media type is, after "is". */
  String otherLayer() {
    return otherLayer;
  }
}

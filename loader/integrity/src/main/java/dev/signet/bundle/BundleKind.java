package dev.signet.bundle;

/** How a plugin is shipped. */
public enum BundleKind {
  FOLDER,
  /** A zip archive whose content is a folder bundle. */
  ZIP,
  /** A single jar, loaded as it is. */
  JAR
}

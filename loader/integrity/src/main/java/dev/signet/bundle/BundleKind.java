package dev.signet.bundle;

/** How a plugin is shipped. */
public enum BundleKind {
  /** A folder, loaded as a copy of its files. */
  FOLDER,
  /** A zip archive whose content is a folder bundle; it has no folder of its own around it. */
  ZIP,
  /** A single jar, loaded as it is. */
  JAR
}

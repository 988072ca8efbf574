package dev.signet.bundle;

import java.util.Locale;
import java.util.Optional;

/** How a plugin is shipped. */
public enum BundleKind {
  /** A folder, loaded as a copy of its files. */
  FOLDER,
  /** A zip archive whose content is a folder bundle; it has no folder of its own around it. */
  ZIP,
  /** A single jar, loaded as it is. */
  JAR;

  /** Returns the kind of archive that a file's name stands for, as for PF4J; empty for none. */
  public static Optional<BundleKind> ofArchive(String fileName) {
    String name = fileName.toLowerCase(Locale.ROOT);
    if (name.endsWith(".jar")) {
      return Optional.of(JAR);
    }
    return name.endsWith(".zip") ? Optional.of(ZIP) : Optional.empty();
  }
}

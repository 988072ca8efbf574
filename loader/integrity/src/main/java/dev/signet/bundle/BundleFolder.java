package dev.signet.bundle;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What counts as a bundle in a folder of bundles. Hosts, the installer and the command share this
 * rule, which is PF4J's by names, so that none of them overlooks what another one loads.
 */
public final class BundleFolder {
  /** The folder in which an installer prepares changes; it lies beside the bundles, and is none. */
  public static final String WORKSPACE = ".signet-install";

  private BundleFolder() {}

  /**
   * Returns the kind of the bundle at a path; empty when it is none. Nothing is opened: a link to a
   * folder counts as one, as it does for PF4J, and is left for the verifier to refuse.
   */
  public static Optional<BundleKind> kindOf(Path child) {
    Path fileName = child.getFileName();
    String name = fileName == null ? "" : fileName.toString().toLowerCase(Locale.ROOT);
    if (name.endsWith(".jar")) {
      return Optional.of(BundleKind.JAR);
    }
    if (Files.isDirectory(child)) {
      // A leading dot hides nothing on Windows.
      boolean none = child.endsWith(WORKSPACE) || isHidden(child);
      return none ? Optional.empty() : Optional.of(BundleKind.FOLDER);
    }
    return name.endsWith(".zip") ? Optional.of(BundleKind.ZIP) : Optional.empty();
  }

  /**
   * Lists the bundles in a folder, sorted by path: the order must not depend on the disk.
   *
   * @throws IOException when it cannot be listed
   */
  public static NavigableMap<Path, BundleKind> list(Path folder) throws IOException {
    NavigableMap<Path, BundleKind> bundles = new TreeMap<>();
    try (DirectoryStream<Path> children = Files.newDirectoryStream(folder)) {
      for (Path child : children) {
        kindOf(child).ifPresent(kind -> bundles.put(child, kind));
      }
    } catch (DirectoryIteratorException e) {
      throw e.getCause();
    }
    return bundles;
  }

  private static boolean isHidden(Path folder) {
    try {
      return Files.isHidden(folder);
    } catch (IOException e) {
      return false;
    }
  }
}

package dev.signet.pf4j;

import dev.signet.admit.SafeName;
import dev.signet.verify.Staging;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/** One folder for each plugin's data, outside every bundle. */
final class DataFolders {
  private static final String GONE = ".removed-";

  private final Optional<Path> parent;

  /**
   * @param parent holds them; empty when the host named none
   * @param state the host's state directory
   * @throws IllegalArgumentException when it lies in a plugins root, where it would be a bundle, or
   *     holds one or the state, which would be the data of a plugin with the right id
   */
  DataFolders(Optional<Path> parent, List<Path> roots, Optional<Path> state) {
    this.parent = parent.map(BundleDiscovery::normalise);
    this.parent.ifPresent(
        folder -> {
          for (Path root : roots) {
            if (folder.startsWith(BundleDiscovery.normalise(root))) {
              throw new IllegalArgumentException(
                  String.format(
                      Locale.ROOT,
                      "dataDirectory: %s lies inside the plugins root %s",
                      folder,
                      root));
            }
          }
          Stream.concat(roots.stream(), state.stream())
              .filter(other -> BundleDiscovery.normalise(other).startsWith(folder))
              .findFirst()
              .ifPresent(
                  other -> {
                    throw new IllegalArgumentException(
                        String.format(
                            Locale.ROOT,
                            "dataDirectory: %s holds %s; name a folder of its own",
                            folder,
                            other));
                  });
        });
  }

  boolean hasPlace() {
    return parent.isPresent();
  }

  /** Returns the folder of a plugin, made owner-only when it is not there. */
  Path folder(String id) {
    Path folder = place(id);
    try {
      if (!Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS)) {
        Files.createDirectories(parent());
        create(folder);
      }
      return folder;
    } catch (IOException e) {
      throw new UncheckedIOException(
          "The data folder " + folder + " cannot be made; check the disk and its permissions.", e);
    }
  }

  /**
   * Deletes the folder of a plugin with all that is in it.
   *
   * @return whether there was one
   */
  boolean delete(String id) {
    Path folder = place(id);
    if (!InstallFiles.exists(folder)) {
      return false;
    }
    Path gone = folder.resolveSibling(GONE + folder.getFileName());
    try {
      Staging.deleteTree(gone);
      // All of it or nothing: half of its data would mislead the plugin if it ever came back.
      Files.move(folder, gone, StandardCopyOption.ATOMIC_MOVE);
      Staging.deleteTree(gone);
      return true;
    } catch (IOException e) {
      throw new UncheckedIOException(
          "The data folder " + folder + " cannot be deleted; delete it by hand.", e);
    }
  }

  private Path place(String id) {
    return parent().resolve(SafeName.of(id));
  }

  private Path parent() {
    return parent.orElseThrow(
        () ->
            new IllegalStateException(
                "There is no place for plugins' data: configure a state directory, or name a"
                    + " dataDirectory(...)"));
  }

  private static void create(Path folder) throws IOException {
    if (folder.getFileSystem().supportedFileAttributeViews().contains("posix")) {
      Files.createDirectory(
          folder,
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
    } else {
      Files.createDirectory(folder);
    }
  }
}

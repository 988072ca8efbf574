package dev.signet.verify;

import dev.signet.bundle.BundleEntry;
import dev.signet.file.FileTree;
import dev.signet.file.OwnFiles;
import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * A private folder in which one bundle is taken apart: {@code archive/} for the copy of a zip or
 * jar, {@code content/} for the files as they are hashed. Owner-only; deleted at {@link #close}
 * with whatever is still in it.
 */
public final class Staging implements Closeable {
  private final Path root;
  private final Set<String> folders = ConcurrentHashMap.newKeySet();

  private Staging(Path root) {
    this.root = root;
  }

  /**
   * Makes an empty one below a folder.
   *
   * @throws IOException when it cannot be made
   */
  public static Staging below(Path parent) throws IOException {
    return in(Files.createTempDirectory(parent, "staging-"));
  }

  /**
   * Makes an empty one in the system's temporary folder, for checks that leave nothing behind.
   *
   * @throws IOException when it cannot be made
   */
  public static Staging temporary() throws IOException {
    return in(OwnFiles.createTemporaryFolder("signet-"));
  }

  private static Staging in(Path root) throws IOException {
    Staging staging = new Staging(root);
    OwnFiles.createFolder(staging.archive());
    OwnFiles.createFolder(staging.content());
    return staging;
  }

  /** Returns the folder for the copy of an archive. */
  public Path archive() {
    return root.resolve("archive");
  }

  /** Returns the folder for the bundle's files. */
  public Path content() {
    return root.resolve("content");
  }

  /**
   * Opens the place of an entry's copy, which nobody can write to again. The file must not be there
   * yet: two names that are one on this file system never share a file.
   *
   * @throws IOException when it cannot be created
   */
  OutputStream create(BundleEntry entry) throws IOException {
    String path = entry.path().value();
    int slash = path.lastIndexOf('/');
    if (slash > 0 && !folders.contains(path.substring(0, slash))) {
      Path folder = content().resolve(path.substring(0, slash));
      Files.createDirectories(folder, OwnFiles.newFolder(folder));
      folders.add(path.substring(0, slash));
    }
    return OwnFiles.createSealed(content().resolve(path), entry.executable());
  }

  @Override
  public void close() throws IOException {
    FileTree.delete(root);
  }
}

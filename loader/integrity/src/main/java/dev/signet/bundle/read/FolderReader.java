package dev.signet.bundle.read;

import dev.signet.bundle.BundleEntry;
import dev.signet.bundle.BundleException;
import dev.signet.bundle.EntryReader;
import dev.signet.bundle.EntryStream;
import dev.signet.bundle.Failures;
import dev.signet.verdict.Reason;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.Channels;
import java.nio.file.FileSystem;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Objects;

/**
 * Reads files of a folder bundle. The folders above the last file stay open, so that a folder whose
 * files are read in their order is opened once; never more than one for each level.
 */
final class FolderReader implements EntryReader {
  private final FileSystem files;
  private final FolderHandle root;
  private final Deque<Level> levels = new ArrayDeque<>();

  /** An open folder; the prefix is its path with a slash. */
  private record Level(FolderHandle folder, String prefix) {}

  FolderReader(FileSystem files, FolderHandle root) {
    this.files = files;
    this.root = root;
  }

  @Override
  public InputStream open(BundleEntry entry) throws BundleException {
    String path = entry.path().value();
    try {
      FolderHandle folder = enter(path);
      return open(folder, name(path.substring(path.lastIndexOf('/') + 1)), entry);
    } catch (IOException e) {
      throw Failures.reading(path, e);
    }
  }

  /** Goes to the folder a file is in, by way of those that both paths share. */
  private FolderHandle enter(String path) throws IOException {
    while (!levels.isEmpty() && !path.startsWith(levels.getFirst().prefix())) {
      leave();
    }
    int start = levels.isEmpty() ? 0 : levels.getFirst().prefix().length();
    for (int slash = path.indexOf('/', start); slash >= 0; slash = path.indexOf('/', start)) {
      FolderHandle next = current().openFolder(name(path.substring(start, slash)));
      levels.push(new Level(next, path.substring(0, slash + 1)));
      start = slash + 1;
    }
    return current();
  }

  private FolderHandle current() {
    return levels.isEmpty() ? root : levels.getFirst().folder();
  }

  private static InputStream open(FolderHandle folder, Path name, BundleEntry entry)
      throws IOException {
    // What was a file when it was listed may be a pipe by now, and opening one waits for ever.
    BasicFileAttributes attributes = folder.attributes(name);
    if (!attributes.isRegularFile()) {
      throw Failures.of(
          Reason.NOT_A_REGULAR_FILE, entry.path().value(), FolderWalk.describe(attributes));
    }
    return EntryStream.ofFile(Channels.newInputStream(folder.openFile(name)), entry);
  }

  private Path name(String segment) {
    return files.getPath(segment);
  }

  @Override
  public void close() {
    while (!levels.isEmpty()) {
      leave();
    }
  }

  private void leave() {
    closeQuietly(Objects.requireNonNull(levels.pop()).folder());
  }

  static void closeQuietly(FolderHandle folder) {
    try {
      folder.close();
    } catch (IOException ignored) {
      // Nothing was written through it, so nothing is lost when closing fails.
    }
  }
}

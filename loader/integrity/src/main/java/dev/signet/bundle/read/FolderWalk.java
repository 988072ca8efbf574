package dev.signet.bundle.read;

import dev.signet.bundle.BundleEntry;
import dev.signet.bundle.EntryCollector;
import dev.signet.bundle.EntryPath;
import dev.signet.bundle.Failures;
import dev.signet.file.FileStamp;
import dev.signet.file.NameEncoding;
import dev.signet.verdict.Reason;
import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.Objects;
import java.util.Optional;

/**
 * Lists a folder bundle. One pass without recursion, which holds one open folder per level and
 * stops where a limit is reached.
 */
final class FolderWalk {
  private final Path root;
  private final EntryCollector collector;
  private final FoundFiles files;
  private final Stamps stamps;
  private final Deque<Level> levels = new ArrayDeque<>();

  /** Where the stamp of a file comes from. */
  interface Stamps {
    Optional<FileStamp> of(Path file) throws IOException;
  }

  /** A folder being listed; the prefix is its path with a slash, or empty for the root. */
  private record Level(FolderHandle folder, Iterator<Path> names, String prefix) {}

  FolderWalk(Path root, EntryCollector collector, FoundFiles files) {
    this(root, collector, files, FileStamp::of);
  }

  /** Lists a folder of which stamps are had in this way, or are not had. */
  FolderWalk(Path root, EntryCollector collector, FoundFiles files, Stamps stamps) {
    this.root = root;
    this.collector = collector;
    this.files = files;
    this.stamps = stamps;
  }

  /** Lists all there is, leaving the root's handle open. */
  @SuppressWarnings("ReferenceEquality") // the very handle that was passed in
  void run(FolderHandle rootHandle) {
    levels.push(new Level(rootHandle, rootHandle.names(), ""));
    while (!levels.isEmpty()) {
      Level level = levels.getFirst();
      Optional<Path> name = collector.isFull() ? Optional.empty() : next(level);
      if (name.isPresent()) {
        visit(level, name.get());
      } else {
        levels.pop();
        if (level.folder() != rootHandle) {
          close(level);
        }
      }
    }
  }

  private Optional<Path> next(Level level) {
    try {
      return level.names().hasNext()
          ? Optional.of(level.names().next().getFileName())
          : Optional.empty();
    } catch (DirectoryIteratorException e) {
      unreadable(level, Objects.requireNonNull(e.getCause()));
      return Optional.empty();
    }
  }

  private void visit(Level level, Path name) {
    String text = level.prefix() + name;
    files.named();
    if (!NameEncoding.canTell(name)) {
      collector.other();
      collector.findings().addUnnamed(text, NameEncoding.PROBLEM);
      return;
    }
    Optional<EntryPath> path = collector.path(text);
    if (path.isEmpty()) {
      collector.other();
    } else if (collector.isIgnoredTree(path.get())) {
      collector.other();
    } else {
      visit(level, name, path.get());
    }
  }

  private void visit(Level level, Path name, EntryPath path) {
    try {
      // Most names are files, of which the stamp tells all; whoever reads one looks again.
      Optional<FileStamp> stamp = stamps.of(root.resolve(path.value()));
      if (stamp.isPresent() && stamp.get().isRegularFile() && !collector.isIgnored(path)) {
        FileStamp known = stamp.get();
        files.stamped(path.value(), known);
        take(new BundleEntry(path, known.size(), known.isExecutable(), stamp));
        return;
      }
      BasicFileAttributes attributes = level.folder().attributes(name);
      if (attributes.isDirectory()) {
        enter(level, name, path, stamp.filter(FileStamp::isFolder));
      } else if (collector.isIgnored(path)) {
        collector.other();
      } else if (attributes.isRegularFile()) {
        take(new BundleEntry(path, attributes.size(), false, Optional.empty()));
      } else {
        collector.other();
        collector.findings().add(Reason.NOT_A_REGULAR_FILE, path.value(), describe(attributes));
      }
    } catch (NoSuchFileException e) {
      // Gone again since its name was read; when it was signed, comparing says that it is missing.
      collector.other();
    } catch (IOException e) {
      unreadable(path.value(), e);
    }
  }

  private void take(BundleEntry entry) {
    if (collector.file(entry)) {
      files.found(entry);
    }
  }

  private void enter(Level level, Path name, EntryPath path, Optional<FileStamp> stamp)
      throws IOException {
    if (collector.folder(path)) {
      FolderHandle folder = level.folder().openFolder(name);
      stamp.ifPresent(known -> files.stamped(path.value(), known));
      levels.push(new Level(folder, folder.names(), path.value() + "/"));
    }
  }

  static String describe(BasicFileAttributes attributes) {
    return attributes.isSymbolicLink()
        ? "This is a link; it was not followed."
        : "This is a pipe, socket or device; it was not opened.";
  }

  private void unreadable(Level level, IOException cause) {
    String prefix = level.prefix();
    unreadable(prefix.isEmpty() ? prefix : prefix.substring(0, prefix.length() - 1), cause);
  }

  private void unreadable(String path, IOException cause) {
    collector.other();
    collector
        .findings()
        .add(Reason.IO_ERROR, path, "This cannot be read: " + Failures.sentence(cause));
  }

  private void close(Level level) {
    try {
      level.folder().close();
    } catch (IOException e) {
      unreadable(level, e);
    }
  }
}

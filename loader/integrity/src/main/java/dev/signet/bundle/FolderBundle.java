package dev.signet.bundle;

import dev.signet.verdict.Finding;
import dev.signet.verdict.Reason;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.Channels;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;
import java.util.Optional;

/** A plugin that is a folder. Its root stays open, so that what is read is what was listed. */
final class FolderBundle implements Bundle {
  private final Path source;
  private final FolderHandle root;
  private final Listing listing;

  private FolderBundle(Path source, FolderHandle root, Listing listing) {
    this.source = source;
    this.root = root;
    this.listing = listing;
  }

  static Bundle open(Path source, BasicFileAttributes seen, EntryRules rules) {
    FolderHandle root;
    try {
      root = FolderHandle.openRoot(source, seen);
    } catch (IOException e) {
      String detail = "The folder cannot be read: " + Failures.sentence(e);
      return new BrokenBundle(source, BundleKind.FOLDER, Listing.broken(Reason.IO_ERROR, detail));
    }
    EntryCollector collector = new EntryCollector(rules, BundleKind.FOLDER, new FindingList());
    new FolderWalk(source, collector).run(root);
    return new FolderBundle(source, root, collector.finish(BundleKind.FOLDER));
  }

  @Override
  public Path source() {
    return source;
  }

  @Override
  public BundleKind kind() {
    return BundleKind.FOLDER;
  }

  @Override
  public List<BundleEntry> entries() {
    return listing.entries();
  }

  @Override
  public List<Finding> findings() {
    return listing.findings();
  }

  @Override
  public boolean isComplete() {
    return listing.isComplete();
  }

  @Override
  public InputStream open(BundleEntry entry) throws BundleException {
    String path = entry.path().value();
    FolderHandle folder = root;
    try {
      int start = 0;
      for (int slash = path.indexOf('/'); slash >= 0; slash = path.indexOf('/', start)) {
        FolderHandle next = folder.openFolder(name(path.substring(start, slash)));
        release(folder);
        folder = next;
        start = slash + 1;
      }
      return open(folder, path.substring(start), entry);
    } catch (IOException e) {
      throw Failures.reading(path, e);
    } finally {
      release(folder);
    }
  }

  private InputStream open(FolderHandle folder, String name, BundleEntry entry) throws IOException {
    // What was a file when it was listed may be a pipe by now, and opening one waits for ever.
    BasicFileAttributes attributes = folder.attributes(name(name));
    if (!attributes.isRegularFile()) {
      throw Failures.of(
          Reason.NOT_A_REGULAR_FILE, entry.path().value(), FolderWalk.describe(attributes));
    }
    return EntryStream.ofFile(Channels.newInputStream(folder.openFile(name(name))), entry);
  }

  private Path name(String segment) {
    return source.getFileSystem().getPath(segment);
  }

  @SuppressWarnings("ReferenceEquality") // the very handle that close() closes
  private void release(FolderHandle folder) {
    if (folder != root) {
      closeQuietly(folder);
    }
  }

  @Override
  public Optional<Path> archiveCopy() {
    return Optional.empty();
  }

  @Override
  public void close() {
    closeQuietly(root);
  }

  private static void closeQuietly(FolderHandle folder) {
    try {
      folder.close();
    } catch (IOException ignored) {
      // Nothing was written through it, so nothing is lost when closing fails.
    }
  }
}

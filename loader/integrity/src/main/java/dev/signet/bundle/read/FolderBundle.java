package dev.signet.bundle.read;

import dev.signet.bundle.BundleEntry;
import dev.signet.bundle.BundleKind;
import dev.signet.bundle.EntryCollector;
import dev.signet.bundle.EntryReader;
import dev.signet.bundle.EntryRules;
import dev.signet.bundle.Failures;
import dev.signet.bundle.FindingList;
import dev.signet.bundle.Listing;
import dev.signet.verdict.Finding;
import dev.signet.verdict.Reason;
import java.io.IOException;
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

  static Bundle open(Path source, BasicFileAttributes seen, EntryRules rules, FoundFiles files) {
    FolderHandle root;
    try {
      root = FolderHandle.openRoot(source, seen);
    } catch (IOException e) {
      String detail = "The folder cannot be read: " + Failures.sentence(e);
      return new BrokenBundle(source, BundleKind.FOLDER, Listing.broken(Reason.IO_ERROR, detail));
    }
    EntryCollector collector = new EntryCollector(rules, BundleKind.FOLDER, new FindingList());
    files.opened(() -> new FolderReader(source.getFileSystem(), root));
    new FolderWalk(source, collector, files).run(root);
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
  public EntryReader reader() {
    return new FolderReader(source.getFileSystem(), root);
  }

  @Override
  public Optional<Path> archiveCopy() {
    return Optional.empty();
  }

  @Override
  public void close() {
    FolderReader.closeQuietly(root);
  }
}

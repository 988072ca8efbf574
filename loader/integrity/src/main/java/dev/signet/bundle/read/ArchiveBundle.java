package dev.signet.bundle.read;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.signet.bundle.BundleEntry;
import dev.signet.bundle.BundleKind;
import dev.signet.bundle.EntryCollector;
import dev.signet.bundle.EntryReader;
import dev.signet.bundle.EntryRules;
import dev.signet.bundle.Failures;
import dev.signet.bundle.FindingList;
import dev.signet.bundle.Listing;
import dev.signet.bundle.archive.ArchiveCopy;
import dev.signet.bundle.archive.ArchiveEntry;
import dev.signet.bundle.archive.ArchiveFile;
import dev.signet.bundle.archive.ArchiveListing;
import dev.signet.bundle.archive.ArchiveReader;
import dev.signet.verdict.Finding;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/**
 * A plugin that is a zip or a jar. It is read from a private copy after its structure was found to
 * leave nothing to interpretation, and {@link ZipFile}, the class that a class loader uses, to list
 * the same.
 */
final class ArchiveBundle implements Bundle {
  private final Path source;
  private final BundleKind kind;
  private final OpenArchive archive;
  private final Listing listing;

  private ArchiveBundle(Path source, BundleKind kind, OpenArchive archive, Listing listing) {
    this.source = source;
    this.kind = kind;
    this.archive = archive;
    this.listing = listing;
  }

  /** The private copy. */
  private record OpenArchive(Path copy, ArchiveFile raw, Map<String, ArchiveEntry> entries) {}

  static Bundle open(Path source, BundleKind kind, EntryRules rules, Path scratch) {
    EntryCollector collector = new EntryCollector(rules, kind, new FindingList());
    try {
      Path copy = ArchiveCopy.make(source, scratch, kind, rules.limits().totalBytes());
      ArchiveFile raw = ArchiveFile.open(copy);
      try {
        Map<String, ArchiveEntry> entries = ArchiveListing.read(raw, collector);
        if (collector.isSound()) {
          checkAsZip(copy, entries);
          OpenArchive archive = new OpenArchive(copy, raw, entries);
          return new ArchiveBundle(source, kind, archive, collector.finish(kind));
        }
        closeQuietly(raw);
      } catch (IOException e) {
        closeQuietly(raw);
        throw e;
      }
    } catch (IOException e) {
      collector.findings().add(Failures.ofArchive(e).finding());
    }
    return new BrokenBundle(source, kind, collector.finish(kind).broken());
  }

  /** Makes sure that a class loader sees the same entries. */
  private static void checkAsZip(Path copy, Map<String, ArchiveEntry> entries) throws IOException {
    try (ZipFile zip = new ZipFile(copy.toFile(), UTF_8)) {
      if (zip.size() != entries.size() || !zip.stream().allMatch(e -> fits(e, entries))) {
        throw Failures.malformed("The archive has other entries for a class loader.");
      }
    }
  }

  private static boolean fits(ZipEntry entry, Map<String, ArchiveEntry> entries) {
    ArchiveEntry known = entries.get(entry.getName());
    return known != null
        && entry.getSize() == known.header().size()
        && entry.getCompressedSize() == known.header().compressedSize()
        && entry.getCrc() == known.header().crc()
        && entry.getMethod() == known.header().method();
  }

  @Override
  public Path source() {
    return source;
  }

  @Override
  public BundleKind kind() {
    return kind;
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
    return new ArchiveReader(archive.raw(), archive.entries());
  }

  @Override
  public Optional<Path> archiveCopy() {
    return Optional.of(archive.copy());
  }

  @Override
  public void close() {
    closeQuietly(archive.raw());
  }

  private static void closeQuietly(Closeable reader) {
    try {
      reader.close();
    } catch (IOException ignored) {
      // Nothing was written through it, so nothing is lost when closing fails.
    }
  }
}

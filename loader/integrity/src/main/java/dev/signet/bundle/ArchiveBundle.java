package dev.signet.bundle;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.signet.verdict.Finding;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;

/**
 * A plugin that is a zip or a jar. It is read from a private copy through {@link ZipFile}, the
 * class that a class loader uses, after its structure was found to leave nothing to interpretation.
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

  /** The private copy and its two readers. */
  private record OpenArchive(
      Path copy, ArchiveFile raw, ZipFile zip, Map<String, ArchiveEntry> entries) {}

  static Bundle open(Path source, BundleKind kind, EntryRules rules, Path scratch) {
    EntryCollector collector = new EntryCollector(rules, kind, new FindingList());
    try {
      Path copy = ArchiveCopy.make(source, scratch, kind, rules.limits().totalBytes());
      ArchiveFile raw = ArchiveFile.open(copy);
      try {
        Map<String, ArchiveEntry> entries = ArchiveListing.read(raw, collector);
        if (collector.isSound()) {
          OpenArchive archive = new OpenArchive(copy, raw, openZip(copy, entries), entries);
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

  /** Opens the copy as a class loader would, and makes sure that it sees the same entries. */
  private static ZipFile openZip(Path copy, Map<String, ArchiveEntry> entries) throws IOException {
    ZipFile zip = new ZipFile(copy.toFile(), UTF_8);
    boolean same = zip.size() == entries.size() && zip.stream().allMatch(e -> fits(e, entries));
    if (!same) {
      zip.close();
      throw Failures.malformed("The archive has other entries for a class loader.");
    }
    return zip;
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
  public InputStream open(BundleEntry entry) throws BundleException {
    String name = entry.path().value();
    ArchiveEntry known = archive.entries().get(name);
    ZipEntry zipEntry = archive.zip().getEntry(name);
    if (known == null || zipEntry == null) {
      throw new IllegalArgumentException("entry: not one of this bundle: " + name);
    }
    try {
      if (known.header().method() == ZipFields.DEFLATED) {
        DeflatedData.check(archive.raw(), known);
      }
      InputStream in = archive.zip().getInputStream(zipEntry);
      return EntryStream.ofArchive(in, entry, known.header().crc());
    } catch (ZipException e) {
      throw Failures.malformed(name, "The entry cannot be unpacked: " + Failures.sentence(e));
    } catch (IOException e) {
      throw Failures.reading(name, e);
    }
  }

  @Override
  public Optional<Path> archiveCopy() {
    return Optional.of(archive.copy());
  }

  @Override
  public void close() {
    closeQuietly(archive.zip());
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

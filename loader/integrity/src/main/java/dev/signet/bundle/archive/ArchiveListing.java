package dev.signet.bundle.archive;

import dev.signet.bundle.BundleEntry;
import dev.signet.bundle.BundleException;
import dev.signet.bundle.EntryCollector;
import dev.signet.bundle.EntryPath;
import dev.signet.verdict.Reason;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Lists an archive's entries by the rules for bundles. */
public final class ArchiveListing {
  private ArchiveListing() {}

  /**
   * Reads the archive's structure and hands its files to the collector.
   *
   * @return all entries by their names, folders and refused ones included; when the collector is
   *     not {@linkplain EntryCollector#isSound sound} they may lack some
   * @throws BundleException when the archive as a whole is malformed
   */
  public static Map<String, ArchiveEntry> read(ArchiveFile archive, EntryCollector collector)
      throws IOException {
    List<ArchiveEntry> entries = new ArchiveStructure(archive, collector).read();
    Map<String, ArchiveEntry> byName = new LinkedHashMap<>();
    for (ArchiveEntry entry : entries) {
      byName.put(entry.header().name(), entry);
      if (!collector.isFull()) {
        take(entry.header(), collector);
      }
    }
    return byName;
  }

  private static void take(CentralHeader header, EntryCollector collector) {
    Optional<EntryPath> path = collector.path(header.path());
    if (path.isPresent() && collector.isIgnored(path.get())) {
      collector.other();
      return;
    }
    if (!header.isRegular()) {
      collector
          .findings()
          .add(
              Reason.NOT_A_REGULAR_FILE,
              header.path(),
              "This is packed as a link, device or folder under a file's name, or the reverse.");
      collector.other();
    } else if (path.isEmpty() || header.problem().isPresent() || !collector.canUnpack(path.get())) {
      collector.other();
    } else if (header.isFolder()) {
      collector.folder(path.get());
    } else {
      collector.file(
          new BundleEntry(path.get(), header.size(), header.isExecutable(), Optional.empty()));
    }
  }
}

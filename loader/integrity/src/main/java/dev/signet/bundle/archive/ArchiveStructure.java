package dev.signet.bundle.archive;

import dev.signet.bundle.BundleException;
import dev.signet.bundle.EntryCollector;
import dev.signet.bundle.Failures;
import dev.signet.verdict.Reason;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Checks that a zip archive reads alike to every reader, whether it starts from the directory or
 * from the front: one end record, a directory right before it, entries that tile the space before
 * the directory, each with the same headers at both ends, and no name twice.
 */
final class ArchiveStructure {
  private final ArchiveFile archive;
  private final EntryCollector collector;

  ArchiveStructure(ArchiveFile archive, EntryCollector collector) {
    this.archive = archive;
    this.collector = collector;
  }

  /**
   * Returns the entries in the directory's order. Entries with a problem of their own have a
   * finding, and are among them all the same.
   *
   * @throws BundleException when the archive as a whole is malformed
   */
  List<ArchiveEntry> read() throws IOException {
    EndRecord end = EndRecord.load(archive);
    List<CentralHeader> headers = ArchiveDirectory.read(archive, end);
    for (CentralHeader header : headers) {
      header.problem().ifPresent(problem -> report(header, problem));
    }
    checkNames(headers);
    return locate(headers, end.directoryOffset());
  }

  private void checkNames(List<CentralHeader> headers) {
    Set<String> paths = new HashSet<>();
    for (CentralHeader header : headers) {
      if (!paths.add(header.path())) {
        report(header, "The archive has two entries of this name.");
      }
    }
  }

  private List<ArchiveEntry> locate(List<CentralHeader> headers, long directoryOffset)
      throws IOException {
    List<CentralHeader> byOffset = new ArrayList<>(headers);
    byOffset.sort(Comparator.comparingLong(CentralHeader::offset));
    List<ArchiveEntry> entries = new ArrayList<>(headers.size());
    long expected = 0;
    for (int i = 0; i < byOffset.size(); i++) {
      CentralHeader header = byOffset.get(i);
      if (header.offset() != expected) {
        throw Failures.malformed(
            "The archive has data before or between its entries, or entries that overlap.");
      }
      expected = i + 1 < byOffset.size() ? byOffset.get(i + 1).offset() : directoryOffset;
      entries.add(locate(header, expected));
    }
    if (expected != directoryOffset) {
      throw Failures.malformed("The archive has data that belongs to no entry.");
    }
    return entries;
  }

  /** Checks that the entry ends right where the next record starts. */
  private ArchiveEntry locate(CentralHeader header, long end) throws IOException {
    LocalHeader local = LocalHeader.load(archive, header.offset());
    long dataEnd = local.dataOffset() + header.compressedSize();
    if (dataEnd > end) {
      throw Failures.malformed("The archive has entries that overlap.");
    }
    Optional<String> problem = local.mismatch(header);
    if (header.hasDescriptor()) {
      if (!DataDescriptor.load(archive, dataEnd, end).fits(header)) {
        problem = Optional.of("It has another size or checksum behind its data.");
      }
    } else if (dataEnd != end) {
      throw Failures.malformed("The archive has data between its entries.");
    }
    problem.ifPresent(text -> report(header, text));
    ArchiveEntry entry = new ArchiveEntry(header, local.dataOffset());
    if (header.isFolder() && header.compressedSize() > 0 && header.problem().isEmpty()) {
      DeflatedData.check(archive, entry);
    }
    return entry;
  }

  private void report(CentralHeader header, String problem) {
    collector.malformed();
    collector.findings().add(Reason.MALFORMED_ARCHIVE, header.name(), problem);
  }
}

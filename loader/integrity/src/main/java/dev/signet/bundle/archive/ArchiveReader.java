package dev.signet.bundle.archive;

import dev.signet.bundle.BundleEntry;
import dev.signet.bundle.EntryReader;
import dev.signet.bundle.EntryStream;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.Map;
import java.util.zip.Inflater;

/**
 * Reads entries of an archive of which the structure was found sound, with an inflater of its own.
 */
public final class ArchiveReader implements EntryReader {
  private final ArchiveFile archive;
  private final Map<String, ArchiveEntry> entries;
  private final Inflater inflater = new Inflater(true);
  private final ByteBuffer packed = ByteBuffer.allocate(DeflatedData.BUFFER);

  public ArchiveReader(ArchiveFile archive, Map<String, ArchiveEntry> entries) {
    this.archive = archive;
    this.entries = entries;
  }

  @Override
  public InputStream open(BundleEntry entry) {
    ArchiveEntry known = entries.get(entry.path().value());
    if (known == null) {
      throw new IllegalArgumentException("entry: not one of this bundle: " + entry.path());
    }
    InputStream data =
        known.header().method() == ZipFields.DEFLATED
            ? new DeflatedData(archive, known, inflater, packed)
            : new StoredData(archive, known);
    return EntryStream.ofArchive(data, entry, known.header().crc());
  }

  @Override
  public void close() {
    inflater.end();
  }
}

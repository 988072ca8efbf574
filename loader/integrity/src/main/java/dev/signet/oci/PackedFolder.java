package dev.signet.oci;

import dev.signet.bundle.BundleEntry;
import dev.signet.bundle.EntryReader;
import dev.signet.bundle.Limits;
import dev.signet.bundle.read.Bundle;
import dev.signet.bundle.read.BundleOpener;
import dev.signet.verdict.Finding;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.LocalDateTime;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/**
 * Packs a bundle that is a folder as a zip, as which it is the same bundle: same paths, same bytes,
 * same files to be executed. The same folder gives the same zip, whenever it is packed.
 */
final class PackedFolder {
  private static final LocalDateTime NO_TIME = LocalDateTime.of(1980, 1, 1, 0, 0);
  private static final int END_LENGTH = 22;
  private static final int HEADER_LENGTH = 46;
  private static final int MADE_BY_UNIX = 3 << 8 | 20;
  private static final int FILE = 0100644 << 16;
  private static final int PROGRAM = 0100755 << 16;

  private PackedFolder() {}

  /**
   * Packs a folder.
   *
   * @param zip that is not there yet
   * @param scratch an empty folder
   * @throws IOException naming what in the folder cannot be a part of a bundle
   */
  static void pack(Path folder, Path zip, Path scratch) throws IOException {
    try (Bundle bundle = BundleOpener.open(folder, Limits.DEFAULT, scratch)) {
      List<Finding> findings = bundle.findings();
      if (!bundle.isComplete() || !findings.isEmpty()) {
        throw new IOException(
            folder
                + " cannot be packed: "
                + (findings.isEmpty() ? "it is too large" : told(findings.get(0))));
      }
      write(bundle, zip);
      markPrograms(zip, bundle.entries());
    }
  }

  private static String told(Finding finding) {
    String path = finding.path();
    return path == null || path.isEmpty() ? finding.detail() : path + ": " + finding.detail();
  }

  private static void write(Bundle bundle, Path zip) throws IOException {
    try (OutputStream file = Files.newOutputStream(zip, StandardOpenOption.CREATE_NEW);
        ZipOutputStream out = new ZipOutputStream(new BufferedOutputStream(file, 1 << 16));
        EntryReader reader = bundle.reader()) {
      for (BundleEntry entry : bundle.entries()) {
        ZipEntry header = new ZipEntry(entry.path().toString());
        header.setTimeLocal(NO_TIME);
        out.putNextEntry(header);
        try (InputStream in = reader.open(entry)) {
          in.transferTo(out);
        }
        out.closeEntry();
      }
    }
  }

  /** The JDK writes no permissions; they stand in the archive's directory (APPNOTE 4.3.12). */
  private static void markPrograms(Path zip, List<BundleEntry> entries) throws IOException {
    try (RandomAccessFile file = new RandomAccessFile(zip.toFile(), "rw")) {
      byte[] end = read(file, file.length() - END_LENGTH, END_LENGTH);
      ByteBuffer fields = ByteBuffer.wrap(end).order(ByteOrder.LITTLE_ENDIAN);
      long start = Integer.toUnsignedLong(fields.getInt(16));
      byte[] directory = read(file, start, fields.getInt(12));
      ByteBuffer headers = ByteBuffer.wrap(directory).order(ByteOrder.LITTLE_ENDIAN);
      int at = 0;
      for (BundleEntry entry : entries) {
        headers.putShort(at + 4, (short) MADE_BY_UNIX);
        headers.putInt(at + 38, entry.executable() ? PROGRAM : FILE);
        at +=
            HEADER_LENGTH
                + length(headers, at + 28)
                + length(headers, at + 30)
                + length(headers, at + 32);
      }
      file.seek(start);
      file.write(directory);
    }
  }

  private static int length(ByteBuffer from, int position) {
    return Short.toUnsignedInt(from.getShort(position));
  }

  private static byte[] read(RandomAccessFile file, long position, int length) throws IOException {
    byte[] bytes = new byte[length];
    file.seek(position);
    file.readFully(bytes);
    return bytes;
  }
}

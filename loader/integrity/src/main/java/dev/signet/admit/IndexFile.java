package dev.signet.admit;

import dev.signet.bundle.BundleKind;
import dev.signet.file.AtomicFile;
import dev.signet.file.Leftovers;
import dev.signet.file.Packed;
import dev.signet.file.PackedReader;
import dev.signet.file.RegularFile;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.zip.CRC32C;
import java.util.zip.CheckedOutputStream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The index on the disk: {@code index}, in binary. It is not forced to the disk, since all that is
 * lost with it is time: one that is torn, damaged or of another version is left aside, and every
 * source is read.
 *
 * @param path of the file
 */
record IndexFile(Path path) {
  private static final Logger log = LoggerFactory.getLogger(IndexFile.class);
  private static final String FORM = "signet-index-3";

  /** Where the index of earlier versions lies, which is not read any more. */
  private static final String FORMER = "index.json";

  static IndexFile in(Path stateDirectory) {
    return new IndexFile(stateDirectory.resolve("index"));
  }

  /** Returns whether there is one, or was one before this version. */
  boolean exists() {
    return Files.exists(path, LinkOption.NOFOLLOW_LINKS)
        || Files.exists(former(), LinkOption.NOFOLLOW_LINKS);
  }

  /**
   * Checks that nobody else could have put it there, and deletes what a kill or an earlier version
   * has left.
   *
   * @throws IOException when somebody could have
   */
  void prepare() throws IOException {
    StateDirectory.checkFile(path);
    Leftovers.delete(path);
  }

  /** Reads the index; an empty one when there is none or it cannot be read. */
  CopyIndex read() {
    CopyIndex index = new CopyIndex();
    if (Files.exists(path)) {
      try {
        RegularFile.require(path);
        restore(index, checked(Files.readAllBytes(path)));
        return index;
      } catch (IOException e) {
        log.warn("{} is left aside, and every plugin is read anew: {}", path, e.toString());
      }
    }
    index.notWritten();
    return index;
  }

  /**
   * Writes the index: at every moment either the old or the new one is there.
   *
   * @throws IOException when that fails; the old one then stays
   */
  void write(CopyIndex index) throws IOException {
    AtomicFile.replaceUnforced(
        path,
        file -> {
          CRC32C checksum = new CRC32C();
          OutputStream out = Channels.newOutputStream(file);
          writeBody(
              index.content(), new CheckedOutputStream(new BufferedOutputStream(out), checksum));
          new Packed.Writer().number(checksum.getValue()).packed().writeTo(out);
        });
    Files.deleteIfExists(former());
  }

  /** One part after the other: all of them together may be larger than what else is in memory. */
  private static void writeBody(CopyIndex.Content index, OutputStream out) throws IOException {
    Map<String, SealedCopy> copies = index.copies();
    new Packed.Writer().text(FORM).number(copies.size()).packed().writeTo(out);
    for (SealedCopy copy : copies.values()) {
      new Packed.Writer()
          .text(copy.name())
          .text(copy.kind().name())
          .text(copy.boot())
          .packed()
          .writeTo(out);
      copy.stamps().writeBlockTo(out);
      copy.files().writeBlockTo(out);
      copy.verdict().writeBlockTo(out);
    }
    for (Map.Entry<Path, CopyIndex.SourceRecord> source : index.sources().entrySet()) {
      CopyIndex.SourceRecord known = source.getValue();
      new Packed.Writer().text("" + source.getKey()).text(known.copy()).packed().writeTo(out);
      known.state().writeBlockTo(out);
    }
    out.flush();
  }

  private static PackedReader checked(byte[] content) throws IOException {
    int length = content.length - Long.BYTES;
    CRC32C checksum = new CRC32C();
    checksum.update(content, 0, Math.max(length, 0));
    if (length < 0 || ByteBuffer.wrap(content).getLong(length) != checksum.getValue()) {
      throw new IOException("it is damaged");
    }
    PackedReader in = Packed.of(content).reader(length);
    if (!in.text().equals(FORM)) {
      throw new IOException("it is of another version");
    }
    return in;
  }

  private static void restore(CopyIndex index, PackedReader in) throws IOException {
    Map<String, SealedCopy> copies = new HashMap<>();
    for (long left = in.number(); left > 0; left--) {
      SealedCopy copy = copy(in);
      copies.put(copy.name(), copy);
    }
    Map<Path, CopyIndex.SourceRecord> sources = new HashMap<>();
    while (!in.isAtEnd()) {
      String source = in.text();
      String name = in.text();
      sources.put(path(source), new CopyIndex.SourceRecord(in.block(), name));
    }
    index.restore(new CopyIndex.Content(copies, sources));
  }

  private static SealedCopy copy(PackedReader in) throws IOException {
    String name = in.text();
    BundleKind kind =
        kind(in.text()).orElseThrow(() -> new IOException("it names no kind of bundle"));
    if (!SealedName.isOne(name)) {
      throw new IOException("it names no folder of a copy");
    }
    return new SealedCopy(name, kind, in.text(), in.block(), in.block(), in.block());
  }

  private static Optional<BundleKind> kind(String name) {
    for (BundleKind kind : BundleKind.values()) {
      if (kind.name().equals(name)) {
        return Optional.of(kind);
      }
    }
    return Optional.empty();
  }

  private static Path path(String text) throws IOException {
    try {
      return Path.of(text);
    } catch (InvalidPathException e) {
      throw new IOException("it names no source", e);
    }
  }

  private Path former() {
    return path.resolveSibling(FORMER);
  }
}

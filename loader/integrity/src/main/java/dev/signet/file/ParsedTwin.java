package dev.signet.file;

import java.io.IOException;
import java.nio.channels.Channels;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Optional;
import java.util.zip.CRC32C;

/**
 * What a file for people says, once more in binary: {@code a.parsed} beside {@code a.json}, which
 * spares a start the parsing. It belongs to exactly the bytes it was made from; of any others it
 * says nothing, and counts as absent. It lies where nobody else may write, and has a checksum
 * against tearing and against an edited file, none against its owner.
 *
 * @param file the file for people
 */
public record ParsedTwin(Path file) {
  private static final int MAX_BYTES = 64 << 20;

  /** Returns where it lies. */
  public Path path() {
    String name = String.valueOf(file.getFileName());
    int dot = name.lastIndexOf('.');
    return file.resolveSibling((dot < 0 ? name : name.substring(0, dot)) + ".parsed");
  }

  /**
   * Returns what was kept of a file.
   *
   * @param content what the file holds now
   * @return empty when nothing is kept of these very bytes
   * @throws UnsafeFileException when others could have written it
   */
  public Optional<Packed> read(byte[] content) throws UnsafeFileException {
    try {
      if (!Files.isRegularFile(path(), LinkOption.NOFOLLOW_LINKS)) {
        return Optional.empty();
      }
      Ownership.check(path());
      PackedReader in = Packed.of(SmallFile.read(path(), MAX_BYTES)).reader();
      boolean sameFile = in.number() == content.length && in.number() == checksum(content);
      byte[] body = in.bytes();
      boolean whole = in.number() == checksum(body) && in.isAtEnd();
      return sameFile && whole ? Optional.of(Packed.of(body)) : Optional.empty();
    } catch (UnsafeFileException e) {
      throw e;
    } catch (IOException e) {
      // Torn, or of another form: the file itself says the same.
      return Optional.empty();
    }
  }

  /** Keeps what a file says. Nothing is lost where that fails but time. */
  public void write(byte[] content, Packed parsed) {
    byte[] body = parsed.toBytes();
    Packed twin =
        new Packed.Writer()
            .number(content.length)
            .number(checksum(content))
            .block(body)
            .number(checksum(body))
            .packed();
    try {
      AtomicFile.replaceUnforced(path(), out -> twin.writeTo(Channels.newOutputStream(out)));
    } catch (IOException e) {
      // What is there belongs to other bytes.
    }
  }

  private static long checksum(byte[] bytes) {
    CRC32C checksum = new CRC32C();
    checksum.update(bytes);
    return checksum.getValue();
  }
}

package dev.signet.bundle.archive;

import dev.signet.bundle.BundleException;
import dev.signet.bundle.Failures;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** Fields that several records of a zip archive share; sections of PKWARE's APPNOTE.TXT 6.3.10. */
final class ZipFields {
  /** Section 4.4.4: compression options (1, 2), data descriptor (3), UTF-8 name (11). */
  static final int ALLOWED_FLAGS = 1 << 1 | 1 << 2 | 1 << 3 | 1 << 11;

  static final int DESCRIPTOR_FLAG = 1 << 3;

  static final int STORED = 0;
  static final int DEFLATED = 8;

  /** What a 32-bit field holds when the value is in a zip64 record (section 4.4.1.4). */
  static final long ZIP64_MARK = 0xffffffffL;

  private static final int ZIP64_EXTRA = 0x0001;
  private static final int UNICODE_PATH_EXTRA = 0x7075;

  private ZipFields() {}

  static int unsignedShort(ByteBuffer buffer) {
    return Short.toUnsignedInt(buffer.getShort());
  }

  static long unsignedInt(ByteBuffer buffer) {
    return Integer.toUnsignedLong(buffer.getInt());
  }

  /**
   * Reads a name or comment of this many bytes. Flag 11 or not, it is taken for UTF-8, as {@link
   * java.util.zip.ZipFile} does; one that is not is refused there, too.
   *
   * @throws BundleException when it is not UTF-8
   */
  static String text(ByteBuffer buffer, int length) throws BundleException {
    ByteBuffer bytes = buffer.slice(buffer.position(), length);
    buffer.position(buffer.position() + length);
    try {
      return StandardCharsets.UTF_8
          .newDecoder()
          .onMalformedInput(CodingErrorAction.REPORT)
          .onUnmappableCharacter(CodingErrorAction.REPORT)
          .decode(bytes)
          .toString();
    } catch (CharacterCodingException e) {
      throw Failures.malformed("The name or comment of an entry is not in UTF-8.");
    }
  }

  /**
   * Checks the extra fields of a header (section 4.5) and moves behind them.
   *
   * @return what is wrong: they cannot be told apart, or one overrides size or name for some
   *     readers
   */
  static Optional<String> checkExtra(ByteBuffer buffer, int length) {
    int end = buffer.position() + length;
    Optional<String> problem = Optional.empty();
    while (problem.isEmpty() && buffer.position() < end) {
      problem = checkOneExtra(buffer, end);
    }
    buffer.position(end);
    return problem;
  }

  private static Optional<String> checkOneExtra(ByteBuffer buffer, int end) {
    if (end - buffer.position() < 4) {
      return Optional.of("Its extra fields are cut short.");
    }
    int id = unsignedShort(buffer);
    int length = unsignedShort(buffer);
    if (length > end - buffer.position()) {
      return Optional.of("Its extra fields are cut short.");
    }
    buffer.position(buffer.position() + length);
    if (id == ZIP64_EXTRA) {
      return Optional.of("It has zip64 sizes, which readers treat differently.");
    }
    return id == UNICODE_PATH_EXTRA
        ? Optional.of("It has a second name, which only some readers use.")
        : Optional.empty();
  }
}

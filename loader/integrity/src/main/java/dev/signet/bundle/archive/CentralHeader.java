package dev.signet.bundle.archive;

import dev.signet.bundle.BundleException;
import dev.signet.bundle.Failures;
import java.nio.ByteBuffer;
import java.util.Optional;

/**
 * Central directory header: APPNOTE section 4.3.12.
 *
 * @param placeProblem what is wrong with its disk number and extra fields; empty when nothing is
 */
public record CentralHeader(
    String name,
    int host,
    int flags,
    int method,
    long crc,
    long compressedSize,
    long size,
    int externalAttributes,
    long offset,
    Optional<String> placeProblem) {

  private static final int SIGNATURE = 0x02014b50;
  private static final int LENGTH = 46;
  private static final int HOST_UNIX = 3;
  private static final int HOST_MACOS = 19;
  private static final int DOS_FOLDER = 0x10;
  private static final int MODE_UNKNOWN = 0xffff;
  private static final int TYPE_MASK = 0170000;
  private static final int TYPE_FILE = 0100000;
  private static final int TYPE_FOLDER = 0040000;
  private static final int OWNER_EXECUTE = 0100;

  /**
   * Reads the header at the buffer's position and moves behind it.
   *
   * @throws BundleException when no header is there, or its parts do not fit in
   */
  static CentralHeader load(ByteBuffer buffer) throws BundleException {
    if (buffer.remaining() < LENGTH || buffer.getInt() != SIGNATURE) {
      throw Failures.malformed("The archive's directory is damaged.");
    }
    int host = ZipFields.unsignedShort(buffer) >> 8;
    buffer.getShort(); // version needed: says nothing the method and flags do not
    int flags = ZipFields.unsignedShort(buffer);
    int method = ZipFields.unsignedShort(buffer);
    buffer.getInt(); // time and date
    long crc = ZipFields.unsignedInt(buffer);
    long compressedSize = ZipFields.unsignedInt(buffer);
    long size = ZipFields.unsignedInt(buffer);
    int nameLength = ZipFields.unsignedShort(buffer);
    int extraLength = ZipFields.unsignedShort(buffer);
    int commentLength = ZipFields.unsignedShort(buffer);
    int disk = ZipFields.unsignedShort(buffer);
    buffer.getShort(); // internal attributes
    int externalAttributes = buffer.getInt();
    long offset = ZipFields.unsignedInt(buffer);
    if (nameLength + extraLength + commentLength > buffer.remaining()) {
      throw Failures.malformed("The archive's directory is damaged.");
    }
    String name = ZipFields.text(buffer, nameLength);
    Optional<String> extra = ZipFields.checkExtra(buffer, extraLength);
    ZipFields.text(buffer, commentLength); // some readers refuse an archive for it
    return new CentralHeader(
        name,
        host,
        flags,
        method,
        crc,
        compressedSize,
        size,
        externalAttributes,
        offset,
        disk == 0 ? extra : Optional.of("It lies in another part of a split archive."));
  }

  /** Returns what makes the entry unreadable or readable in two ways; empty when nothing does. */
  Optional<String> problem() {
    if (placeProblem.isPresent()) {
      return placeProblem;
    }
    if ((flags & ~ZipFields.ALLOWED_FLAGS) != 0) {
      return Optional.of("It is encrypted, or packed in a way not every reader knows.");
    }
    if (method != ZipFields.STORED && method != ZipFields.DEFLATED) {
      return Optional.of("It is packed by method " + method + ", which not every reader knows.");
    }
    if (compressedSize == ZipFields.ZIP64_MARK
        || size == ZipFields.ZIP64_MARK
        || offset == ZipFields.ZIP64_MARK) {
      return Optional.of("It has zip64 sizes, which readers treat differently.");
    }
    if (method == ZipFields.STORED && compressedSize != size) {
      return Optional.of("It is not packed, but has two different sizes.");
    }
    if (method == ZipFields.DEFLATED && compressedSize == 0) {
      // Packed, even nothing at all has two bytes.
      return Optional.of("It is said to be packed, but has no data, so Java cannot read it.");
    }
    if (method == ZipFields.STORED && hasDescriptor()) {
      return Optional.of("Nothing says where its data ends to a reader that starts at the front.");
    }
    if (isFolder() && (size != 0 || crc != 0)) {
      return Optional.of("It is a folder with data.");
    }
    return Optional.empty();
  }

  boolean isFolder() {
    return name.endsWith("/");
  }

  boolean hasDescriptor() {
    return (flags & ZipFields.DESCRIPTOR_FLAG) != 0;
  }

  /** Returns the name without the slash that marks a folder. */
  String path() {
    return isFolder() ? name.substring(0, name.length() - 1) : name;
  }

  /**
   * Returns whether the attributes make it a plain file or folder, as its name does. A mode of
   * 0xffff or without a type, as some tools write, says nothing; which system wrote it does not
   * matter, since not every reader looks.
   */
  boolean isRegular() {
    int mode = unixMode();
    int type = mode & TYPE_MASK;
    if (mode != MODE_UNKNOWN && type != 0) {
      return type == (isFolder() ? TYPE_FOLDER : TYPE_FILE);
    }
    return isFolder() || (externalAttributes & DOS_FOLDER) == 0;
  }

  boolean isExecutable() {
    return (host == HOST_UNIX || host == HOST_MACOS)
        && unixMode() != MODE_UNKNOWN
        && (unixMode() & OWNER_EXECUTE) != 0;
  }

  private int unixMode() {
    return externalAttributes >>> 16;
  }
}

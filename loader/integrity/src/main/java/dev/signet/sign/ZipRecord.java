package dev.signet.sign;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.CharacterCodingException;
import java.util.Arrays;
import java.util.zip.ZipException;

/**
 * One entry of an archive as its directory has it (PKWARE's APPNOTE.TXT 6.3.10, sections 4.3.7 to
 * 4.3.12), zip64 or not, and as it is written anew. Not for use by several threads.
 */
final class ZipRecord {
  static final int END = 0x06054b50;
  static final int END64 = 0x06064b50;
  static final int LOCATOR64 = 0x07064b50;
  static final int LOCAL_LENGTH = 30;
  static final int LONGEST_DESCRIPTOR = 24;

  private static final int LOCAL = 0x04034b50;
  private static final int CENTRAL = 0x02014b50;
  private static final int CENTRAL_LENGTH = 46;
  private static final int DESCRIPTOR = 0x08074b50;
  private static final int FLAGS = 1 << 1 | 1 << 2 | 1 << 3 | 1 << 11;
  private static final int DESCRIPTOR_FLAG = 1 << 3;
  private static final short VERSION_NEEDED = 20;

  private final ByteBuffer header;
  private final byte[] name;
  private final byte[] newName;
  private final String path;
  private final byte[] comment;
  private final ZipSizes sizes;
  private long newOffset;

  private ZipRecord(ByteBuffer header, byte[] name, byte[] comment, ZipSizes sizes)
      throws ZipException {
    this.header = header;
    this.name = name;
    this.newName = withoutDot(name);
    this.comment = comment;
    this.sizes = sizes;
    this.path = path(newName);
  }

  /** Reads the central header at the buffer's position and moves behind it. */
  static ZipRecord read(ByteBuffer directory) throws ZipException {
    int start = directory.position();
    if (directory.remaining() < CENTRAL_LENGTH || directory.getInt(start) != CENTRAL) {
      throw new ZipException("Its directory is damaged.");
    }
    ByteBuffer header = directory.slice(start, CENTRAL_LENGTH).order(ByteOrder.LITTLE_ENDIAN);
    int extraLength = unsigned(header, 30);
    directory.position(start + CENTRAL_LENGTH);
    if (unsigned(header, 28) + extraLength + unsigned(header, 32) > directory.remaining()) {
      throw new ZipException("Its directory is damaged.");
    }
    byte[] name = bytes(directory, unsigned(header, 28));
    byte[] extra = bytes(directory, extraLength);
    byte[] comment = bytes(directory, unsigned(header, 32));
    ZipRecord entry =
        new ZipRecord(
            header, name, comment, ZipSizes.ofCentral(header, ZipExtra.zip64(extra, name)));
    entry.check();
    return entry;
  }

  /** Of bsdtar, told to pack the folder {@code .}; every reader takes it for the name behind it. */
  private static byte[] withoutDot(byte[] name) {
    boolean dotted = name.length > 1 && name[0] == '.' && name[1] == '/';
    return dotted ? Arrays.copyOfRange(name, 2, name.length) : name;
  }

  /** Returns whether this is only the folder that all others lie in. */
  boolean isRoot() {
    return newName.length == 0 && name.length > 0 && sizes.compressedSize() == 0;
  }

  /** Returns the name as it is written, without the slash that marks a folder. */
  String path() {
    return path.endsWith("/") ? path.substring(0, path.length() - 1) : path;
  }

  long offset() {
    return sizes.offset();
  }

  long compressedSize() {
    return sizes.compressedSize();
  }

  /** Says where the entry is written. */
  void movedTo(long offset) {
    newOffset = offset;
  }

  /** Checks that the entry's own header says the same, as far as it says anything. */
  void checkLocal(ByteBuffer local) throws ZipException {
    boolean same =
        local.getInt(0) == LOCAL
            && local.getShort(6) == header.getShort(8)
            && local.getShort(8) == header.getShort(10)
            && unsigned(local, 26) == name.length;
    if (!same) {
      throw differs();
    }
    local.position(LOCAL_LENGTH);
    byte[] localName = bytes(local, name.length);
    ZipSizes own = ZipSizes.ofLocal(local, ZipExtra.zip64(bytes(local, local.remaining()), name));
    boolean open = hasDescriptor();
    same =
        Arrays.equals(localName, name)
            && agree(local.getInt(14), header.getInt(16), open)
            && agree(own.size(), sizes.size(), open)
            && agree(own.compressedSize(), sizes.compressedSize(), open);
    if (!same) {
      throw differs();
    }
  }

  /** Checks what follows the data: nothing, or sizes of four or eight bytes each. */
  void checkDescriptor(ByteBuffer bytes) throws ZipException {
    int length = bytes.remaining();
    if (!hasDescriptor() && length == 0) {
      return;
    }
    boolean signed = length == 16 || length == 24;
    boolean fits =
        hasDescriptor()
            && (length == 12 || length == 20 || signed)
            && (!signed || bytes.getInt() == DESCRIPTOR)
            && bytes.getInt() == header.getInt(16)
            && nextSize(bytes, length >= 20) == sizes.compressedSize()
            && nextSize(bytes, length >= 20) == sizes.size();
    if (!fits) {
      throw differs();
    }
  }

  /** Returns the entry's own header, to be followed by its data. */
  ByteBuffer local() {
    ByteBuffer local = buffer(LOCAL_LENGTH + newName.length).putInt(LOCAL);
    shared(local);
    return local.putShort((short) 0).put(newName).flip();
  }

  /** Returns the directory's header of the entry. */
  ByteBuffer central() {
    ByteBuffer central = buffer(CENTRAL_LENGTH + newName.length + comment.length);
    central.putInt(CENTRAL).putShort(header.getShort(4));
    shared(central);
    central.putShort((short) 0).putShort((short) comment.length).putShort((short) 0);
    central.putShort(header.getShort(36)).putInt(header.getInt(38)).putInt((int) newOffset);
    return central.put(newName).put(comment).flip();
  }

  static ByteBuffer buffer(int length) {
    return ByteBuffer.allocate(length).order(ByteOrder.LITTLE_ENDIAN);
  }

  private void shared(ByteBuffer to) {
    to.putShort(VERSION_NEEDED).putShort((short) (header.getShort(8) & ~DESCRIPTOR_FLAG));
    to.putShort(header.getShort(10)).putInt(header.getInt(12)).putInt(header.getInt(16));
    to.putInt((int) sizes.compressedSize()).putInt((int) sizes.size());
    to.putShort((short) newName.length);
  }

  private void check() throws ZipException {
    int method = unsigned(header, 10);
    if ((unsigned(header, 8) & ~FLAGS) != 0 || (method != 0 && method != 8)) {
      throw new ZipException(path + " is encrypted, or packed in a way not every reader knows.");
    }
    if (method == 0 && hasDescriptor() && sizes.size() > 0) {
      throw new ZipException(path + " is not packed, and its size comes behind its data only.");
    }
    boolean small =
        sizes.size() < ZipSizes.MARK
            && sizes.compressedSize() < ZipSizes.MARK
            && sizes.offset() >= 0;
    // The mark stands for a number in the zip64 field, which was found to be 0.
    boolean here = header.getShort(34) == 0 || unsigned(header, 34) == 0xffff;
    if (!small || sizes.size() < 0 || sizes.compressedSize() < 0 || !here) {
      throw new ZipException(path + " is too large, or in another part of a split archive.");
    }
  }

  private boolean hasDescriptor() {
    return (header.getShort(8) & DESCRIPTOR_FLAG) != 0;
  }

  private ZipException differs() {
    return new ZipException(path + " is described differently in the directory and where it lies.");
  }

  private static boolean agree(long own, long central, boolean mayBeOpen) {
    return own == central || (mayBeOpen && own == 0);
  }

  private static long nextSize(ByteBuffer bytes, boolean large) {
    return large ? bytes.getLong() : Integer.toUnsignedLong(bytes.getInt());
  }

  private static String path(byte[] name) throws ZipException {
    try {
      return UTF_8.newDecoder().decode(ByteBuffer.wrap(name)).toString();
    } catch (CharacterCodingException e) {
      throw new ZipException("It has a name that is not in UTF-8.");
    }
  }

  static byte[] bytes(ByteBuffer from, int length) {
    byte[] bytes = new byte[length];
    from.get(bytes);
    return bytes;
  }

  static int unsigned(ByteBuffer from, int position) {
    return Short.toUnsignedInt(from.getShort(position));
  }
}

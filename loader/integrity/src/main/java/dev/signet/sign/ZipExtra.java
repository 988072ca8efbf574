package dev.signet.sign;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.zip.CRC32;
import java.util.zip.ZipException;

/** The extra fields of an archive's entry (APPNOTE.TXT 4.5), of which two count here. */
final class ZipExtra {
  private static final int ZIP64 = 0x0001;
  private static final int UNICODE_PATH = 0x7075;

  private ZipExtra() {}

  /** Returns the content of the zip64 field; refuses a second name that is another one. */
  static byte[] zip64(byte[] extra, byte[] name) throws ZipException {
    ByteBuffer fields = ByteBuffer.wrap(extra).order(ByteOrder.LITTLE_ENDIAN);
    byte[] zip64 = {};
    while (fields.hasRemaining()) {
      if (fields.remaining() < 4) {
        throw new ZipException("Its extra fields are cut short.");
      }
      int id = Short.toUnsignedInt(fields.getShort());
      int length = Short.toUnsignedInt(fields.getShort());
      if (length > fields.remaining() || (id == ZIP64 && zip64.length > 0)) {
        throw new ZipException("Its extra fields are cut short, or there twice.");
      }
      byte[] field = ZipRecord.bytes(fields, length);
      if (id == ZIP64) {
        zip64 = field;
      } else if (id == UNICODE_PATH && !isSecondName(field, name)) {
        throw new ZipException("It has a second name that is another one.");
      }
    }
    return zip64;
  }

  private static boolean isSecondName(byte[] field, byte[] name) {
    CRC32 crc = new CRC32();
    crc.update(name);
    return field.length == 5 + name.length
        && ByteBuffer.wrap(field).order(ByteOrder.LITTLE_ENDIAN).getInt(1) == (int) crc.getValue()
        && Arrays.equals(field, 5, field.length, name, 0, name.length);
  }
}

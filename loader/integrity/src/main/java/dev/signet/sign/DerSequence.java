package dev.signet.sign;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Takes a DER sequence (X.690) apart without looking into its members: what a stranger has put
 * there in any depth costs nothing, and a signature is checked over the bytes as they stand.
 */
final class DerSequence {
  private static final int SEQUENCE = 0x30;
  private static final int HIGH_TAG = 0x1f;
  private static final int MOST_LENGTH_BYTES = 3;

  private final byte[] der;
  private int next;

  private DerSequence(byte[] der) {
    this.der = der;
  }

  /**
   * Returns the members of a sequence, each with its tag and length.
   *
   * @throws IOException when it is no sequence, or anything follows it
   */
  static List<byte[]> members(byte[] der) throws IOException {
    DerSequence reader = new DerSequence(der);
    int end = reader.header(SEQUENCE);
    if (end != der.length) {
      throw new IOException("its length is wrong");
    }
    List<byte[]> members = new ArrayList<>();
    while (reader.next < end) {
      int start = reader.next;
      reader.next = reader.header(-1);
      members.add(Arrays.copyOfRange(der, start, reader.next));
    }
    return members;
  }

  /** Returns the content of a member with this tag. */
  static byte[] content(byte[] member, int tag) throws IOException {
    DerSequence reader = new DerSequence(member);
    int end = reader.header(tag);
    return Arrays.copyOfRange(member, reader.next, end);
  }

  /** Reads tag and length; returns where the content ends. */
  private int header(int expectedTag) throws IOException {
    int tag = octet();
    if ((expectedTag >= 0 && tag != expectedTag) || (tag & HIGH_TAG) == HIGH_TAG) {
      throw new IOException("it is put together otherwise");
    }
    int length = octet();
    if (length > 0x7f) {
      int count = length & 0x7f;
      if (count == 0 || count > MOST_LENGTH_BYTES) {
        throw new IOException("a length is not DER's");
      }
      length = 0;
      for (int i = 0; i < count; i++) {
        length = length << 8 | octet();
      }
    }
    if (length > der.length - next) {
      throw new IOException("it is cut off");
    }
    return next + length;
  }

  private int octet() throws IOException {
    if (next == der.length) {
      throw new IOException("it is cut off");
    }
    return der[next++] & 0xff;
  }
}

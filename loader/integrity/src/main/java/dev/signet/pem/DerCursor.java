package dev.signet.pem;

import java.io.IOException;

/** Moves over tags and lengths of DER (X.690, section 8.1), and calls itself for nothing. */
final class DerCursor {
  /** A third of it is what certificates, lists and time-stamp tokens have. */
  private static final int MOST_LEVELS = 32;

  private static final int CONSTRUCTED = 0x20;
  private static final int HIGH_TAG = 0x1f;
  private static final int INDEFINITE = 0x80;
  private static final int MOST_LENGTH_BYTES = 4;
  private static final int UNTIL_MARKED = -1;

  private final byte[] der;
  private int next;

  DerCursor(byte[] der) {
    this.der = der;
  }

  int position() {
    return next;
  }

  void moveTo(int position) {
    next = position;
  }

  /**
   * Reads tag and length, which must be stated; returns where the content ends.
   *
   * @param expectedTag -1 for any
   */
  int header(int expectedTag) throws IOException {
    int tag = octet();
    if ((expectedTag >= 0 && tag != expectedTag) || (tag & HIGH_TAG) == HIGH_TAG) {
      throw new IOException("it is put together otherwise");
    }
    int end = end(false);
    if (end > der.length) {
      throw new IOException("it is cut off");
    }
    return end;
  }

  /**
   * Moves over exactly one sequence of bounded depth, in which all lengths are right.
   *
   * @param open whether lengths may be left open (BER)
   */
  void requireBounded(boolean open) throws IOException {
    int[] ends = new int[MOST_LEVELS + 1];
    int level = 0;
    ends[0] = der.length;
    do {
      if (level == 0 && (der.length == 0 || der[0] != Der.SEQUENCE)) {
        throw new IOException("it is no DER sequence");
      }
      int tag = octet();
      if (tag == 0 && ends[level] == UNTIL_MARKED) {
        if (octet() != 0) {
          throw new IOException("an end is not marked as it should be");
        }
        level--;
      } else {
        skipHighTag(tag);
        boolean constructed = (tag & CONSTRUCTED) != 0;
        int end = end(open && constructed);
        if (end > limit(ends, level)) {
          throw new IOException("it is cut off, or a length is wrong");
        }
        if (!constructed) {
          next = end;
        } else if (level == MOST_LEVELS) {
          throw new IOException("it is nested more than " + MOST_LEVELS + " levels deep");
        } else {
          ends[++level] = end;
        }
      }
      while (level > 0 && ends[level] == next) {
        level--;
      }
    } while (level > 0);
    if (next != der.length) {
      throw new IOException("something follows its end");
    }
  }

  private static int limit(int[] ends, int level) {
    int stated = level;
    while (ends[stated] == UNTIL_MARKED) {
      stated--;
    }
    return ends[stated];
  }

  private void skipHighTag(int tag) throws IOException {
    if ((tag & HIGH_TAG) == HIGH_TAG) {
      while ((octet() & INDEFINITE) != 0) {
        // The tag goes on.
      }
    }
  }

  /** Reads a length; returns where the content ends. */
  private int end(boolean mayBeOpen) throws IOException {
    int length = octet();
    if (length == INDEFINITE && mayBeOpen) {
      return UNTIL_MARKED;
    }
    if (length >= INDEFINITE) {
      int count = length & ~INDEFINITE;
      if (count == 0) {
        throw new IOException("a length is left open (BER), which DER does not allow");
      }
      if (count > MOST_LENGTH_BYTES) {
        throw new IOException("a length is not DER's");
      }
      int start = next;
      long stated = 0;
      for (int i = 0; i < count; i++) {
        stated = stated << Byte.SIZE | octet();
      }
      if (stated > der.length - next) {
        throw new IOException("it is cut off, or a length is wrong");
      }
      if (!mayBeOpen && (der[start] == 0 || stated < INDEFINITE)) {
        throw new IOException("a length is written longer than DER allows");
      }
      length = (int) stated;
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

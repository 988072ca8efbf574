package dev.signet.pem;

import dev.signet.verdict.Guard;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The structure of DER (X.690) as far as it is told by tags and lengths. What strangers hand in is
 * looked at here before any parser of the JDK or of a library sees it: these call themselves for
 * each level, and a text of nothing but levels would use up the stack.
 */
public final class Der {
  /** The tag of a sequence. */
  public static final int SEQUENCE = 0x30;

  /** A third of it is what certificates, lists and time-stamp tokens have. */
  private static final int MOST_LEVELS = 32;

  private static final int CONSTRUCTED = 0x20;
  private static final int HIGH_TAG = 0x1f;
  private static final int INDEFINITE = 0x80;
  private static final int MOST_LENGTH_BYTES = 4;
  private static final int UNTIL_MARKED = -1;

  private final byte[] der;
  private int next;

  private Der(byte[] der) {
    this.der = der;
  }

  /**
   * Reads the bytes.
   *
   * @param <T> what they are
   */
  @FunctionalInterface
  public interface Parser<T> {
    /** Reads them. */
    T parse(byte[] der) throws Exception;
  }

  /**
   * Has a parser read exactly one sequence in which every length is stated.
   *
   * @throws IOException when the bytes are anything else, or the parser throws whatever it throws
   */
  public static <T> T parse(byte[] der, Parser<T> parser) throws IOException {
    return parse(der, false, parser);
  }

  /**
   * Has a parser read exactly one sequence; lengths may be left open (BER), as some programs write
   * PKCS #7 and PKCS #12.
   *
   * @throws IOException as above
   */
  public static <T> T parseBer(byte[] ber, Parser<T> parser) throws IOException {
    return parse(ber, true, parser);
  }

  private static <T> T parse(byte[] bytes, boolean open, Parser<T> parser) throws IOException {
    new Der(bytes).requireBounded(open);
    return Guard.run(
        () -> {
          try {
            return parser.parse(bytes);
          } catch (IOException | RuntimeException e) {
            throw e;
          } catch (Exception e) {
            String message = e.getMessage();
            throw new IOException(message == null ? e.getClass().getSimpleName() : message, e);
          }
        },
        failure -> {
          throw new IOException(Guard.cause(failure), failure);
        });
  }

  /**
   * Returns the members of a sequence, each with its tag and length. They are not looked into: what
   * a stranger has put there in any depth costs nothing.
   *
   * @throws IOException when it is no sequence, or anything follows it
   */
  public static List<byte[]> members(byte[] der) throws IOException {
    Der reader = new Der(der);
    int end = reader.header(SEQUENCE);
    if (end != der.length) {
      throw new IOException("something follows its end");
    }
    List<byte[]> members = new ArrayList<>();
    while (reader.next < end) {
      int start = reader.next;
      reader.next = reader.header(-1);
      members.add(Arrays.copyOfRange(der, start, reader.next));
    }
    return members;
  }

  /**
   * Returns the content of a member with this tag.
   *
   * @throws IOException when it has another one
   */
  public static byte[] content(byte[] member, int tag) throws IOException {
    Der reader = new Der(member);
    int end = reader.header(tag);
    return Arrays.copyOfRange(member, reader.next, end);
  }

  /** Reads tag and length, which must be stated; returns where the content ends. */
  private int header(int expectedTag) throws IOException {
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

  private void requireBounded(boolean open) throws IOException {
    int[] ends = new int[MOST_LEVELS + 1];
    int level = 0;
    ends[0] = der.length;
    do {
      if (level == 0 && (der.length == 0 || der[0] != SEQUENCE)) {
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

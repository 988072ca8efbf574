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

  private Der() {}

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
    new DerCursor(bytes).requireBounded(open);
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
    DerCursor reader = new DerCursor(der);
    int end = reader.header(SEQUENCE);
    if (end != der.length) {
      throw new IOException("something follows its end");
    }
    List<byte[]> members = new ArrayList<>();
    while (reader.position() < end) {
      int start = reader.position();
      reader.moveTo(reader.header(-1));
      members.add(Arrays.copyOfRange(der, start, reader.position()));
    }
    return members;
  }

  /**
   * Returns the content of a member with this tag.
   *
   * @throws IOException when it has another one
   */
  public static byte[] content(byte[] member, int tag) throws IOException {
    DerCursor reader = new DerCursor(member);
    int end = reader.header(tag);
    return Arrays.copyOfRange(member, reader.position(), end);
  }
}

package dev.signet.testkit;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.Base64;

/** Ways to nest DER (X.690) without end, at which parsers use up their stack. */
public enum Nesting {
  INDEFINITE {
    @Override
    public byte[] bytes(int levels) {
      byte[] bytes = new byte[2 * levels];
      for (int i = 0; i < levels; i++) {
        bytes[2 * i] = 0x30;
        bytes[2 * i + 1] = (byte) 0x80;
      }
      return bytes;
    }
  },
  INDEFINITE_ENDED {
    @Override
    public byte[] bytes(int levels) {
      byte[] open = INDEFINITE.bytes(levels);
      byte[] all = new byte[4 * levels];
      System.arraycopy(open, 0, all, 0, open.length);
      return all;
    }
  },
  SEQUENCES {
    @Override
    public byte[] bytes(int levels) {
      return nested(levels, 0x30);
    }
  },
  SETS {
    @Override
    public byte[] bytes(int levels) {
      return within(0x30, nested(levels, 0x31));
    }
  },
  TAGGED {
    @Override
    public byte[] bytes(int levels) {
      return within(0x30, nested(levels, 0xa0));
    }
  },
  OCTET_STRINGS {
    @Override
    public byte[] bytes(int levels) {
      return within(0x30, nested(levels, 0x24));
    }
  };

  private static final int HEADER_BYTES = 5;

  /** Returns so many levels. */
  public abstract byte[] bytes(int levels);

  private static byte[] nested(int levels, int tag) {
    ByteBuffer bytes = ByteBuffer.allocate(levels * HEADER_BYTES);
    while (bytes.hasRemaining()) {
      int content = bytes.remaining() - HEADER_BYTES;
      bytes.put((byte) tag).put((byte) 0x83).put((byte) (content >> 16)).putShort((short) content);
    }
    return bytes.array();
  }

  private static byte[] within(int tag, byte[] content) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.write(tag);
    out.write(0x83);
    out.write(content.length >> 16);
    out.write(content.length >> 8);
    out.write(content.length);
    out.writeBytes(content);
    return out.toByteArray();
  }

  /** Returns a block of PEM. */
  public static String pem(String label, byte[] der) {
    String base64 = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der);
    return block(label, "\n" + base64 + "\n") + "\n";
  }

  /** Returns this text between the lines that begin and end a PEM block. */
  public static String block(String label, String body) {
    return "-----BEGIN " + label + "-----" + body + "-----END " + label + "-----";
  }
}

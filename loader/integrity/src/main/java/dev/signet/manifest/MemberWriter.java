package dev.signet.manifest;

import static java.nio.charset.StandardCharsets.UTF_8;

/** Writes the version 2 form of {@link CanonicalJson} member by member, through one buffer. */
final class MemberWriter {
  private static final int BUFFER = 8 << 10;

  /** Of a digest's member: quotes, colon, separator and 128 digits. */
  private static final int DIGEST_BYTES = 2 * Digest.BYTES + 6;

  private final CanonicalJson.Sink out;
  private final byte[] buffer = new byte[BUFFER];
  private final StringBuilder quoted = new StringBuilder();
  private byte separator = '{';
  private int filled;

  MemberWriter(CanonicalJson.Sink out) {
    this.out = out;
  }

  /** Adds a member behind all that are there. */
  void add(String name, String value) {
    quoted.setLength(0);
    quoted.append((char) separator);
    JsonText.VERBATIM.quote(name, quoted);
    quoted.append(':');
    JsonText.VERBATIM.quote(value, quoted);
    write(quoted.toString().getBytes(UTF_8));
    separator = ',';
  }

  /** Adds a member with a digest, of a name in which nothing has to be escaped. */
  void add(String name, Digest value) {
    byte[] text = name.getBytes(UTF_8);
    if (text.length + DIGEST_BYTES > BUFFER) {
      add(name, value.hex());
      return;
    }
    reserve(text.length + DIGEST_BYTES);
    put(separator);
    put('"');
    System.arraycopy(text, 0, buffer, filled, text.length);
    filled += text.length;
    put('"');
    put(':');
    put('"');
    value.hex(buffer, filled);
    filled += 2 * Digest.BYTES;
    put('"');
    separator = ',';
  }

  /** Ends the object and hands out what is left. */
  void end() {
    reserve(2);
    if (separator == '{') {
      put('{');
    }
    put('}');
    flush();
  }

  private void write(byte[] text) {
    if (text.length > BUFFER) {
      flush();
      out.take(text, 0, text.length);
      return;
    }
    reserve(text.length);
    System.arraycopy(text, 0, buffer, filled, text.length);
    filled += text.length;
  }

  private void put(int c) {
    buffer[filled++] = (byte) c;
  }

  private void reserve(int length) {
    if (filled + length > BUFFER) {
      flush();
    }
  }

  private void flush() {
    out.take(buffer, 0, filled);
    filled = 0;
  }
}

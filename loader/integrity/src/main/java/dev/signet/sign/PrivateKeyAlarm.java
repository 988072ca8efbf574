package dev.signet.sign;

import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;

/** Looks for a private key in PEM among the bytes written to it, and keeps none of them. */
final class PrivateKeyAlarm extends OutputStream {
  /** The key's own base64 is asked for, since code that handles PEM has the heading alone. */
  private static final Pattern KEY =
      Pattern.compile(
          "-----BEGIN [A-Z0-9 ]{0,30}PRIVATE KEY-----[\\r\\n\\\\nr]{1,8}[A-Za-z0-9+/]{32}");

  /** More than the longest match. */
  private static final int OVERLAP = 128;

  private final Runnable onKey;
  private String end = "";
  private boolean found;

  PrivateKeyAlarm(Runnable onKey) {
    this.onKey = onKey;
  }

  @Override
  public void write(int b) {
    write(new byte[] {(byte) b}, 0, 1);
  }

  @Override
  public void write(byte[] bytes, int offset, int length) {
    String text = end + new String(bytes, offset, length, StandardCharsets.ISO_8859_1);
    if (!found && KEY.matcher(text).find()) {
      found = true;
      onKey.run();
    }
    end = text.substring(Math.max(0, text.length() - OVERLAP));
  }
}

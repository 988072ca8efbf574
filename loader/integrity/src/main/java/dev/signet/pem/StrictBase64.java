package dev.signet.pem;

import java.io.IOException;
import java.util.Base64;

/** Base64 (RFC 4648 section 4), padded or not, that encodes to itself again. */
final class StrictBase64 {
  private StrictBase64() {}

  /** Decodes what is left when white space is taken out. */
  static byte[] decode(String text) throws IOException {
    String base64 = withoutWhiteSpace(text);
    try {
      byte[] bytes = Base64.getDecoder().decode(base64);
      if (base64.equals(Base64.getEncoder().encodeToString(bytes))
          || base64.equals(Base64.getEncoder().withoutPadding().encodeToString(bytes))) {
        return bytes;
      }
    } catch (IllegalArgumentException e) {
      throw new IOException("its base64 cannot be read", e);
    }
    throw new IOException("its base64 has more than one reading");
  }

  private static String withoutWhiteSpace(String text) {
    StringBuilder out = new StringBuilder(text.length());
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c != ' ' && (c < '\t' || c > '\r')) {
        out.append(c);
      }
    }
    return out.toString();
  }
}

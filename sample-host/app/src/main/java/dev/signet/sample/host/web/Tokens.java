package dev.signet.sample.host.web;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Base64;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Unguessable texts. Those of forms go with a cookie's and only with that one, so that nothing has
 * to be kept for visitors who have not logged in. Safe for use by several threads.
 */
final class Tokens {
  private static final int BYTES = 32;
  private static final String MAC = "HmacSHA256";

  private final SecureRandom random;
  private final SecretKeySpec key;

  Tokens(SecureRandom random) {
    this.random = random;
    this.key = new SecretKeySpec(bytes(), MAC);
  }

  /** Returns a new token: 256 random bits as 43 characters. */
  String next() {
    return text(bytes());
  }

  /** Returns the token that forms carry for who has this cookie. */
  String ofForm(String cookie) {
    try {
      Mac mac = Mac.getInstance(MAC);
      mac.init(key);
      return text(mac.doFinal(cookie.getBytes(StandardCharsets.UTF_8)));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JDK has " + MAC, e);
    }
  }

  /** Returns whether a form's token goes with a cookie. */
  boolean fit(String cookie, String form) {
    return MessageDigest.isEqual(
        ofForm(cookie).getBytes(StandardCharsets.UTF_8), form.getBytes(StandardCharsets.UTF_8));
  }

  private byte[] bytes() {
    byte[] bytes = new byte[BYTES];
    random.nextBytes(bytes);
    return bytes;
  }

  private static String text(byte[] bytes) {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }
}

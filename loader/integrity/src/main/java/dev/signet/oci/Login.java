package dev.signet.oci;

import java.nio.charset.StandardCharsets;
import java.util.Base64;

/** Who asks a registry. Its text never holds the password. */
final class Login {
  private final String user;
  private final String password;

  Login(String user, String password) {
    this.user = user;
    this.password = password;
  }

  /** Returns it as HTTP Basic has it (RFC 7617). */
  String basic() {
    byte[] both = (user + ":" + password).getBytes(StandardCharsets.UTF_8);
    return "Basic " + Base64.getEncoder().encodeToString(both);
  }

  @Override
  public String toString() {
    return "Login";
  }
}

package dev.signet.manifest;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.NoSuchProviderException;

/** SHA-512 of the JDK's own provider, whatever a host has put before it. */
public final class Sha512 {
  private Sha512() {}

  /** Returns a new one. */
  public static MessageDigest newDigest() {
    try {
      return MessageDigest.getInstance("SHA-512", "SUN");
    } catch (NoSuchAlgorithmException | NoSuchProviderException e) {
      throw new IllegalStateException("This Java runtime has no SHA-512 of provider SUN.", e);
    }
  }
}

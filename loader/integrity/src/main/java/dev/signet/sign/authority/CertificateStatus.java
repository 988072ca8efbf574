package dev.signet.sign.authority;

import java.util.Locale;

/** What can be said of an issued certificate at an instant. */
public enum CertificateStatus {
  /** It may vouch, for all its authority knows. */
  VALID,
  /** Its time is over. */
  EXPIRED,
  /** It, or its issuer's certificate, was withdrawn; whether its time is over does not matter. */
  REVOKED;

  /** Returns the word for people and scripts; stable. */
  public String text() {
    return name().toLowerCase(Locale.ROOT);
  }
}

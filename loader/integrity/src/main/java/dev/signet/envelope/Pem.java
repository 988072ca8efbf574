package dev.signet.envelope;

import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.List;

/**
 * Reads certificates from text in every form seen: blocks with text around, CRLF, indented, without
 * line breaks, or bare base64.
 */
public final class Pem {
  private Pem() {}

  /**
   * Returns all certificates, at least one.
   *
   * @throws CertificateException naming what is wrong
   */
  public static List<X509Certificate> certificates(String text) throws CertificateException {
    throw new UnsupportedOperationException();
  }
}

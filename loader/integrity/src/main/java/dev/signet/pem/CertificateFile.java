package dev.signet.pem;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.NoSuchProviderException;
import java.security.cert.CRLException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509CRL;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;

/**
 * All certificates and revocation lists of a file, wherever in it they stand: in PEM, in DER, and
 * in PKCS #7.
 *
 * @param certificates in the file's order
 * @param lists in the order they stand in; who signed them, and whether they are complete, is not
 *     looked at
 * @param file what they were read from
 */
public record CertificateFile(
    List<X509Certificate> certificates, List<X509CRL> lists, InputFile file) {

  /** Copies the lists. */
  public CertificateFile {
    certificates = List.copyOf(certificates);
    lists = List.copyOf(lists);
  }

  /**
   * Reads a file; there may be neither in it.
   *
   * @throws CertificateException when a certificate, or PKCS #7, cannot be read
   * @throws CRLException when a revocation list cannot be read
   */
  public static CertificateFile read(byte[] content) throws GeneralSecurityException {
    InputFile file = InputFile.of(content);
    List<X509Certificate> certificates = new ArrayList<>();
    List<X509CRL> lists = new ArrayList<>();
    if (!file.parts(FileKind.CUT_OFF).isEmpty()) {
      // What is cut off may be the list that revokes something.
      throw new CertificateException(sentence(FileKind.CUT_OFF.sentence()));
    }
    for (Part part : file.parts(FileKind.CERTIFICATE, FileKind.REVOCATION_LIST, FileKind.PKCS7)) {
      switch (part.kind()) {
        case CERTIFICATE -> certificates.add(Pem.ofDer(der(part)));
        case REVOCATION_LIST -> lists.add(list(der(part)));
        default -> {
          Pkcs7 message = Pkcs7.read(der(part));
          for (byte[] certificate : message.certificates()) {
            certificates.add(Pem.ofDer(certificate));
          }
          for (byte[] list : message.lists()) {
            lists.add(list(list));
          }
        }
      }
    }
    return new CertificateFile(certificates, lists, file);
  }

  private static byte[] der(Part part) throws GeneralSecurityException {
    try {
      return part.der();
    } catch (IOException e) {
      throw part.kind() == FileKind.REVOCATION_LIST
          ? new CRLException(e.getMessage(), e)
          : new CertificateException(sentence(String.valueOf(e.getMessage())), e);
    }
  }

  private static X509CRL list(byte[] der) throws CRLException {
    try {
      return Der.parse(
          der, bytes -> (X509CRL) factory().generateCRL(new ByteArrayInputStream(bytes)));
    } catch (IOException e) {
      throw new CRLException(e.getMessage(), e);
    }
  }

  private static CertificateFactory factory() throws CertificateException, NoSuchProviderException {
    return CertificateFactory.getInstance("X.509", "SUN");
  }

  private static String sentence(String text) {
    return Character.toUpperCase(text.charAt(0)) + text.substring(1) + ".";
  }
}

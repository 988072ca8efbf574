package dev.signet.pem;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.security.NoSuchProviderException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;

/**
 * Reads the certificates of a {@code signature.json} from text (RFC 7468) in every form seen there:
 * blocks with text around, CRLF, indented, without line breaks, or bare base64. A block has exactly
 * one reading: base64 that encodes to itself again, of DER that does so too. Files that people hand
 * in are read by {@link InputFile}, which lets more pass.
 */
public final class Pem {
  /** Most bytes of one certificate's DER. */
  static final int CERTIFICATE_BYTES = 64 << 10;

  private static final String BEGIN = "-----BEGIN ";
  private static final String DASHES = "-----";
  private static final Set<String> LABELS = Set.of("CERTIFICATE", "X509 CERTIFICATE");
  private static final int DER_SEQUENCE = 0x30;
  private static final byte VERSION_TAG = (byte) 0xa0;

  private Pem() {}

  /**
   * Returns all certificates in the text's order, at least one. Blocks of other kinds are passed
   * over.
   *
   * @throws CertificateException naming what is wrong: no certificate, an unreadable one, or one of
   *     more than 64 KiB
   */
  public static List<X509Certificate> certificates(String text) throws CertificateException {
    List<X509Certificate> certificates = new ArrayList<>();
    for (String body : bodies(text, Integer.MAX_VALUE)) {
      certificates.add(certificate(body));
    }
    return List.copyOf(certificates);
  }

  /**
   * Returns the first certificate, whatever follows it.
   *
   * @throws CertificateException as above
   */
  public static X509Certificate firstCertificate(String text) throws CertificateException {
    return certificate(bodies(text, 1).get(0));
  }

  /** Returns the base64 of the first certificates, at least one and at most so many. */
  private static List<String> bodies(String text, int limit) throws CertificateException {
    List<String> bodies = new ArrayList<>();
    int begin = text.indexOf(BEGIN);
    if (begin < 0) {
      return List.of(text);
    }
    while (begin >= 0 && bodies.size() < limit) {
      int labelEnd = text.indexOf(DASHES, begin + BEGIN.length());
      if (labelEnd < 0) {
        break;
      }
      int next = labelEnd + DASHES.length();
      String label = text.substring(begin + BEGIN.length(), labelEnd);
      if (LABELS.contains(label)) {
        int end = text.indexOf("-----END " + label + DASHES, next);
        if (end < 0) {
          throw new CertificateException("A certificate block has a beginning but no end.");
        }
        bodies.add(text.substring(next, end));
        next = end + DASHES.length();
      }
      begin = text.indexOf(BEGIN, next);
    }
    if (bodies.isEmpty()) {
      throw new CertificateException("There is no certificate in the text.");
    }
    return bodies;
  }

  private static X509Certificate certificate(String body) throws CertificateException {
    byte[] der;
    try {
      der = StrictBase64.decode(body);
    } catch (IOException e) {
      throw new CertificateException("The certificate cannot be read: " + e.getMessage() + ".", e);
    }
    if (der.length == 0 || der[0] != DER_SEQUENCE) {
      throw new CertificateException("The text holds no DER of a certificate.");
    }
    return ofDer(der);
  }

  /**
   * Reads the DER of one certificate.
   *
   * @throws CertificateException when it is anything else, has more than 64 KiB, or is not encoded
   *     in the one way of DER
   */
  public static X509Certificate ofDer(byte[] der) throws CertificateException {
    if (der.length > CERTIFICATE_BYTES) {
      throw new CertificateException(
          "A certificate is larger than the " + CERTIFICATE_BYTES + " bytes allowed.");
    }
    X509Certificate certificate;
    boolean oneAlgorithm;
    try {
      certificate =
          Der.parse(
              der,
              bytes ->
                  (X509Certificate) factory().generateCertificate(new ByteArrayInputStream(bytes)));
      oneAlgorithm = saysOneAlgorithm(der);
    } catch (IOException e) {
      throw new CertificateException(
          "The certificate's DER cannot be read: " + e.getMessage() + ".", e);
    }
    if (!oneAlgorithm || !Arrays.equals(der, certificate.getEncoded())) {
      throw new CertificateException("The certificate's DER has more than one reading.");
    }
    return certificate;
  }

  /**
   * Returns whether a certificate says twice alike how it is signed, as RFC 5280 section 4.1.1.2
   * has it. One of the two is not signed, and the JDK compares no parameters: whoever wants to
   * could change them, and have the same certificate in other bytes.
   */
  private static boolean saysOneAlgorithm(byte[] der) throws IOException {
    List<byte[]> members = Der.members(der);
    List<byte[]> signed = Der.members(members.get(0));
    boolean version1 = signed.get(0)[0] != VERSION_TAG;
    return Arrays.equals(members.get(1), signed.get(version1 ? 1 : 2));
  }

  private static CertificateFactory factory() throws CertificateException {
    try {
      return CertificateFactory.getInstance("X.509", "SUN");
    } catch (NoSuchProviderException e) {
      throw new CertificateException("This Java runtime has no provider SUN.", e);
    }
  }
}

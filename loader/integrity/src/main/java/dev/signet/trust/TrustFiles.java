package dev.signet.trust;

import dev.signet.envelope.Pem;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.CRLException;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Optional;

/** Reads the files of a trust store: small, regular, and of the host's own. */
final class TrustFiles {

  private static final int MAX_CERTIFICATE_BYTES = 1 << 20;
  private static final int MAX_LIST_BYTES = 64 << 20;
  // The tag of an ASN.1 SEQUENCE; in text it is the digit 0.
  private static final byte SEQUENCE = 0x30;

  private TrustFiles() {}

  /** Returns the certificates of a file in PEM or DER, at least one. */
  static List<X509Certificate> certificates(Path file) throws TrustStoreException {
    byte[] content = read(file, MAX_CERTIFICATE_BYTES);
    try {
      return isDer(content)
          ? List.of(Pem.ofDer(content))
          : Pem.certificates(new String(content, StandardCharsets.ISO_8859_1));
    } catch (CertificateException e) {
      throw new TrustStoreException(
          file
              + ": "
              + e.getMessage()
              + " Put the certificate there in PEM or DER, or remove the file.",
          e);
    }
  }

  /** Returns the certificates of a file that all can be anchors of the profile. */
  static List<X509Certificate> anchors(Path file, AnchorProfile profile)
      throws TrustStoreException {
    List<X509Certificate> certificates = certificates(file);
    for (X509Certificate certificate : certificates) {
      Optional<String> objection = ProfileRules.anchorObjection(certificate, profile);
      if (objection.isPresent()) {
        throw new TrustStoreException(
            file
                + ": the certificate of "
                + DistinguishedNames.print(certificate.getSubjectX500Principal())
                + " "
                + objection.get()
                + ", so it cannot be a trust anchor; put an authority's certificate there");
      }
    }
    return certificates;
  }

  /** Returns the revocation lists of a file in PEM or DER, at least one. */
  static List<RevocationList> revocationLists(Path file) throws TrustStoreException {
    try {
      return RevocationList.parse(read(file, MAX_LIST_BYTES));
    } catch (CRLException e) {
      throw new TrustStoreException(
          file
              + ": no usable revocation list ("
              + e.getMessage()
              + "); fetch the authority's current list again, or remove the file",
          e);
    }
  }

  private static boolean isDer(byte[] content) {
    // Every certificate is long enough for a length of several bytes, which is not ASCII.
    return content.length > 1 && content[0] == SEQUENCE && content[1] < 0;
  }

  /** Returns the content of a small regular file. */
  static byte[] read(Path file, int maxBytes) throws TrustStoreException {
    if (!Files.isRegularFile(file)) {
      throw new TrustStoreException(
          file + ": is not a regular file; put the file there, or correct the path");
    }
    try (InputStream stream = Files.newInputStream(file)) {
      byte[] content = stream.readNBytes(maxBytes + 1);
      if (content.length > maxBytes) {
        throw new TrustStoreException(
            file + ": is larger than " + maxBytes + " bytes; check that it is the right file");
      }
      return content;
    } catch (IOException e) {
      throw new TrustStoreException(
          file + ": cannot be read (" + e + "); check its owner and permissions", e);
    }
  }
}

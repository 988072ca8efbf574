package dev.signet.sign.key;

import dev.signet.file.AtomicFile;
import dev.signet.file.NewFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.cert.CRLException;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509CRL;
import java.security.cert.X509Certificate;
import java.util.Base64;
import java.util.List;

/**
 * Writes certificates, revocation lists and keys in PEM (RFC 7468), as openssl reads them. A path
 * whose folder is missing is an error; nothing is created beside the file.
 */
public final class PemFiles {

  private static final int LINE_LENGTH = 64;

  private PemFiles() {}

  /**
   * Writes certificates one after the other, replacing the file.
   *
   * @throws IOException when the file cannot be written
   */
  public static void writeCertificates(Path file, List<X509Certificate> certificates)
      throws IOException {
    AtomicFile.replace(file, text(certificates).getBytes(StandardCharsets.US_ASCII));
  }

  /**
   * Writes certificates one after the other to a new file.
   *
   * @throws FileAlreadyExistsException when there is such a file
   * @throws IOException when the file cannot be written
   */
  public static void writeNewCertificates(Path file, List<X509Certificate> certificates)
      throws IOException {
    NewFile.write(file, text(certificates));
  }

  /**
   * Writes a revocation list, replacing the file.
   *
   * @throws IOException when the file cannot be written
   */
  public static void writeRevocationList(Path file, X509CRL list) throws IOException {
    AtomicFile.replace(file, text(list).getBytes(StandardCharsets.US_ASCII));
  }

  /**
   * Writes a private key in PKCS #8, unencrypted, into a new file that only its owner may read
   * (where the file system knows owners; elsewhere the folder's rules hold).
   *
   * @throws FileAlreadyExistsException when there is such a file: a key is never overwritten
   * @throws IOException when the file cannot be written
   * @throws IllegalArgumentException when the key cannot leave the device it lives on
   */
  public static void writePrivateKey(Path file, PrivateKey key) throws IOException {
    NewFile.writeOwnerOnly(file, block("PRIVATE KEY", encoded(key)));
  }

  /**
   * Writes a private key, but encrypted with a passphrase by PBES2 (RFC 8018): PBKDF2 with
   * HMAC-SHA-512, then AES-256.
   *
   * @param secret the passphrase; the caller overwrites it
   * @throws FileAlreadyExistsException when there is such a file: a key is never overwritten
   * @throws IOException when the file cannot be written
   * @throws IllegalArgumentException when the passphrase is empty, or the key cannot leave the
   *     device it lives on
   */
  public static void writePrivateKey(Path file, PrivateKey key, char[] secret) throws IOException {
    if (secret.length == 0) {
      throw new IllegalArgumentException("secret: is empty");
    }
    byte[] encrypted;
    try {
      encrypted = Pbes2.encrypt(encoded(key), secret).getEncoded();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("this JDK cannot encrypt; run on one that has SunJCE", e);
    }
    NewFile.writeOwnerOnly(file, block("ENCRYPTED PRIVATE KEY", encrypted));
  }

  /** Returns a revocation list as a PEM block, with a line break at the end. */
  public static String text(X509CRL list) {
    try {
      return block("X509 CRL", list.getEncoded());
    } catch (CRLException e) {
      throw new IllegalArgumentException("list: has no encoding", e);
    }
  }

  /** Returns one certificate as a PEM block, with a line break at the end. */
  public static String text(X509Certificate certificate) {
    try {
      return block("CERTIFICATE", certificate.getEncoded());
    } catch (CertificateEncodingException e) {
      throw new IllegalArgumentException("certificate: has no encoding", e);
    }
  }

  private static String text(List<X509Certificate> certificates) {
    StringBuilder text = new StringBuilder();
    for (X509Certificate certificate : certificates) {
      text.append(text(certificate));
    }
    return text.toString();
  }

  private static byte[] encoded(PrivateKey key) {
    byte[] encoded = key.getEncoded();
    if (encoded == null) {
      throw new IllegalArgumentException("key: its device does not hand it out");
    }
    return encoded;
  }

  /** Returns a PEM block, with a line break at the end. */
  static String block(String label, byte[] der) {
    Base64.Encoder lines =
        Base64.getMimeEncoder(LINE_LENGTH, "\n".getBytes(StandardCharsets.US_ASCII));
    return "-----BEGIN "
        + label
        + "-----\n"
        + lines.encodeToString(der)
        + "\n-----END "
        + label
        + "-----\n";
  }
}

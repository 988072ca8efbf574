package dev.signet.sign;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.PrivateKey;
import java.security.cert.CRLException;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509CRL;
import java.security.cert.X509Certificate;
import java.util.Base64;
import java.util.List;
import java.util.Set;

/**
 * Writes certificates, revocation lists and keys in PEM (RFC 7468), as openssl reads them. A path
 * whose folder is missing is an error; nothing is created beside the file.
 */
public final class PemFiles {

  private static final int LINE_LENGTH = 64;
  private static final Set<OpenOption> NEW_FILE =
      Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);

  private PemFiles() {}

  /**
   * Writes certificates one after the other, replacing the file.
   *
   * @throws IOException when the file cannot be written
   */
  public static void writeCertificates(Path file, List<X509Certificate> certificates)
      throws IOException {
    StringBuilder text = new StringBuilder();
    for (X509Certificate certificate : certificates) {
      text.append(text(certificate));
    }
    Files.writeString(file, text, StandardCharsets.US_ASCII);
  }

  /**
   * Writes a revocation list, replacing the file.
   *
   * @throws IOException when the file cannot be written
   */
  public static void writeRevocationList(Path file, X509CRL list) throws IOException {
    try {
      Files.writeString(file, block("X509 CRL", list.getEncoded()), StandardCharsets.US_ASCII);
    } catch (CRLException e) {
      throw new IllegalArgumentException("list: has no encoding", e);
    }
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
    byte[] encoded = key.getEncoded();
    if (encoded == null) {
      throw new IllegalArgumentException("key: its device does not hand it out");
    }
    byte[] text = block("PRIVATE KEY", encoded).getBytes(StandardCharsets.US_ASCII);
    // The permissions are part of the creation: there is no moment at which others can open it.
    try (FileChannel channel = FileChannel.open(file, NEW_FILE, ownerOnly(file))) {
      ByteBuffer rest = ByteBuffer.wrap(text);
      while (rest.hasRemaining()) {
        channel.write(rest);
      }
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

  private static FileAttribute<?>[] ownerOnly(Path file) {
    if (!file.getFileSystem().supportedFileAttributeViews().contains("posix")) {
      return new FileAttribute<?>[0];
    }
    return new FileAttribute<?>[] {
      PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"))
    };
  }

  private static String block(String label, byte[] der) {
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

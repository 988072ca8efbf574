package dev.signet.sign.key;

import dev.signet.Internal;
import dev.signet.file.IoCause;
import dev.signet.pem.CertificateFile;
import dev.signet.pem.FileKind;
import dev.signet.sign.problem.SigningException;
import dev.signet.verdict.Guard;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.cert.X509CRL;
import java.security.cert.X509Certificate;
import java.util.List;

/** Reads the files that authors and operators name; each is of a size that fits its purpose. */
@Internal
public final class InputFiles {
  private static final int MOST_BYTES = 1 << 20;
  private static final int MOST_LIST_BYTES = 64 << 20;

  private InputFiles() {}

  /** Returns the content of a file for a key, a request or some certificates. */
  static byte[] read(Path file) throws SigningException {
    return read(file, MOST_BYTES);
  }

  /**
   * Reads all certificates of a file, in PEM, DER or PKCS #7; at least one.
   *
   * @throws SigningException naming the file, and what it is instead
   */
  public static List<X509Certificate> certificates(Path file) throws SigningException {
    CertificateFile content = parse(file, read(file), FileKind.CERTIFICATE);
    if (content.certificates().isEmpty()) {
      throw none(file, "certificate", content.file().instead(FileKind.CERTIFICATE));
    }
    return content.certificates();
  }

  /**
   * Reads all revocation lists of a file, by the same rules.
   *
   * @throws SigningException naming the file, and what it is instead
   */
  public static List<X509CRL> lists(Path file) throws SigningException {
    CertificateFile content = parse(file, read(file, MOST_LIST_BYTES), FileKind.REVOCATION_LIST);
    if (content.lists().isEmpty()) {
      throw none(file, "revocation list", content.file().instead(FileKind.REVOCATION_LIST));
    }
    return content.lists();
  }

  private static CertificateFile parse(Path file, byte[] content, FileKind wanted)
      throws SigningException {
    String what = wanted == FileKind.CERTIFICATE ? "certificate" : "revocation list";
    try {
      return Guard.run(
          () -> CertificateFile.read(content),
          failure -> {
            throw new GeneralSecurityException(Guard.sentence(failure), failure);
          });
    } catch (GeneralSecurityException e) {
      throw SigningException.saying(
          file + " holds no readable " + what + ": " + e.getMessage() + " Fetch it again.", e);
    }
  }

  /** Returns the refusal of a file that holds something else than what is wanted. */
  static SigningException none(Path file, String wanted, String instead) {
    return SigningException.saying(file + " holds no " + wanted + ": " + instead, null);
  }

  private static byte[] read(Path file, int most) throws SigningException {
    try {
      if (Files.size(file) > most) {
        throw new SigningException(
            file + " is larger than any key, certificate or list", "check the path");
      }
      return Files.readAllBytes(file);
    } catch (IOException e) {
      throw new SigningException(
          file + " cannot be read (" + IoCause.of(e) + ")",
          "check the path and its permissions",
          e);
    }
  }
}

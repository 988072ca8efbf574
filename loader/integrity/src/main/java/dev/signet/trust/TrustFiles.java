package dev.signet.trust;

import dev.signet.Internal;
import dev.signet.file.IoCause;
import dev.signet.pem.CertificateFile;
import dev.signet.pem.FileKind;
import dev.signet.verdict.Guard;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.cert.CRLException;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Optional;

/** Reads the files of a trust store: small, regular, and of the host's own. */
@Internal
public final class TrustFiles {

  private static final int MAX_LIST_BYTES = 64 << 20;

  private TrustFiles() {}

  /**
   * What a file holds, wherever in it that stands.
   *
   * @param certificates in the file's order
   * @param lists revocation lists, in the same order
   */
  public record Content(List<X509Certificate> certificates, List<RevocationList> lists) {
    public Content {
      certificates = List.copyOf(certificates);
      lists = List.copyOf(lists);
    }
  }

  /** Returns all certificates and lists of a file in PEM, DER or PKCS #7, at least one. */
  static Content content(Path file) throws TrustStoreException {
    byte[] content = read(file, MAX_LIST_BYTES);
    return Guard.run(
        () -> content(file, content),
        failure -> {
          throw new TrustStoreException(
              file
                  + ": cannot be read, "
                  + Guard.sentence(failure)
                  + " Fetch it again, or remove the file",
              failure);
        });
  }

  private static Content content(Path file, byte[] content) throws TrustStoreException {
    try {
      CertificateFile found = CertificateFile.read(content);
      if (found.certificates().isEmpty() && found.lists().isEmpty()) {
        throw new TrustStoreException(
            file
                + ": there is no certificate and no revocation list in it, "
                + found.file().instead(FileKind.CERTIFICATE)
                + " Or remove the file");
      }
      return new Content(found.certificates(), RevocationListReader.of(found.lists()));
    } catch (CRLException e) {
      throw new TrustStoreException(
          file
              + ": no usable revocation list ("
              + e.getMessage()
              + "); fetch the authority's current list again, or remove the file",
          e);
    } catch (GeneralSecurityException e) {
      throw new TrustStoreException(
          file
              + ": "
              + e.getMessage()
              + " Put the certificate there in PEM or DER, or remove the file",
          e);
    }
  }

  /** Returns what a file holds, of which all certificates can be anchors of the profile. */
  static Content anchors(Path file, AnchorProfile profile) throws TrustStoreException {
    Content content = content(file);
    for (X509Certificate certificate : content.certificates()) {
      Optional<String> objection = AnchorRules.objection(certificate, profile);
      if (objection.isPresent()) {
        throw new TrustStoreException(
            file
                + ": the certificate of "
                + DistinguishedNames.print(certificate.getSubjectX500Principal())
                + " "
                + objection.get()
                + (KeyRules.isCurveUnread(certificate.getPublicKey())
                    ? "; use a runtime that has the module (jlink --add-modules jdk.crypto.ec)"
                    : ", so it cannot be a trust anchor; put an authority's certificate there"));
      }
    }
    return content;
  }

  /** Returns what a file in PEM or DER holds, at least one revocation list. */
  public static Content revocationLists(Path file) throws TrustStoreException {
    Content content = content(file);
    if (content.lists().isEmpty()) {
      throw new TrustStoreException(
          file
              + ": no usable revocation list (it holds certificates only); fetch the authority's"
              + " current list again, or remove the file");
    }
    return content;
  }

  /** Returns the content of a small regular file. */
  public static byte[] read(Path file, int maxBytes) throws TrustStoreException {
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
          file + ": cannot be read (" + IoCause.of(e) + "); check its owner and permissions", e);
    }
  }
}

package dev.signet.sign.authority;

import dev.signet.file.IoCause;
import dev.signet.file.Ownership;
import dev.signet.file.UnsafeFileException;
import dev.signet.sign.key.KeyType;
import dev.signet.sign.problem.SigningException;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.cert.X509CRL;
import java.security.cert.X509CRLEntry;
import java.security.cert.X509Certificate;
import java.util.Map;
import java.util.Optional;

/**
 * Looks whether the files of a state folder belong together, before anything is done with them: an
 * index put back from an old backup must not let revoked certificates live again.
 */
final class AuthorityCheck {
  private final AuthorityFiles files;
  private final AuthorityIndex index;

  AuthorityCheck(AuthorityFiles files, AuthorityIndex index) {
    this.files = files;
    this.index = index;
  }

  /**
   * Checks permissions, certificates and lists.
   *
   * @throws SigningException naming the file, the cause and the remedy
   */
  void run() throws SigningException {
    try {
      Ownership.check(files.folder());
      Ownership.checkAbove(files.folder());
      Ownership.check(files.index());
      for (AuthorityIndex.Issuer issuer : index.issuers()) {
        Path key = files.key(issuer.name());
        // A key may be kept elsewhere.
        if (Files.exists(key)) {
          Ownership.checkPrivate(key);
        }
      }
    } catch (UnsafeFileException e) {
      throw SigningException.saying(e.getMessage() + ".", e);
    } catch (IOException e) {
      throw AuthorityFiles.damaged(files.folder(), IoCause.of(e), e);
    }
    for (AuthorityIndex.Issuer issuer : index.issuers()) {
      X509Certificate certificate = files.readCertificate(index, issuer);
      Optional<X509CRL> list = files.readList(issuer.name());
      if (list.isPresent()) {
        check(issuer, certificate, list.get());
      }
    }
  }

  private void check(AuthorityIndex.Issuer issuer, X509Certificate certificate, X509CRL list)
      throws SigningException {
    Path file = files.list(issuer.name());
    try {
      list.verify(certificate.getPublicKey(), KeyType.of(certificate.getPublicKey()).provider());
    } catch (GeneralSecurityException e) {
      throw AuthorityFiles.damaged(file, "its signature is not the authority's", e);
    }
    if (RevocationListFile.number(list).compareTo(issuer.listNumber()) > 0) {
      throw forgetful(file, "a list of a higher number than the last one the index knows");
    }
    Map<BigInteger, Revocation> revoked = index.revocationsBy(issuer.name());
    for (X509CRLEntry entry : RevocationListFile.entries(list)) {
      if (!revoked.containsKey(entry.getSerialNumber())) {
        throw forgetful(
            file, "the serial number " + entry.getSerialNumber().toString(16) + " as revoked");
      }
    }
  }

  private SigningException forgetful(Path file, String what) {
    return new SigningException(
        files.index()
            + " has forgotten something: "
            + file
            + " holds "
            + what
            + ". It is older than the list",
        "put the newest index.json back from a backup");
  }
}

package dev.signet.sign.authority;

import dev.signet.file.NewFile;
import dev.signet.sign.key.PemFiles;
import dev.signet.sign.problem.SigningException;
import dev.signet.sign.problem.SigningObjection;
import dev.signet.sign.problem.SigningRefusedException;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.List;

/** Makes the keys and certificates of an authority's own issuers, in its state folder. */
final class IssuerMaker {
  private static final String INTERMEDIATE = "intermediate";

  private final AuthorityFiles files;
  private final AuthorityKeys keys;
  private final Instant now;

  IssuerMaker(AuthorityFiles files, AuthorityKeys keys, Instant now) {
    this.files = files;
    this.keys = keys;
    this.now = now;
  }

  /** Makes the root and writes its files. */
  CertificateAuthority root(NewAuthority plan) throws SigningException {
    CertificateAuthority root =
        CertificateAuthority.root(plan.name(), plan.type(), Validity.starting(now, plan.length()));
    write(AuthorityIndex.ROOT, root);
    return root;
  }

  /**
   * Makes an intermediate under the root and writes its files.
   *
   * @return the index with it; not written yet
   */
  AuthorityIndex intermediate(AuthorityIndex index, CertificateAuthority root, NewAuthority plan)
      throws SigningException {
    requireOtherName(index, plan.name());
    Validity validity = Validity.starting(now, plan.length());
    if (!root.validity().contains(validity)) {
      throw new SigningRefusedException(
          "",
          List.of(
              SigningObjection.of(
                  SigningObjection.ISSUER_ENDS,
                  "The intermediate would be valid until "
                      + validity.until()
                      + ", and the root until "
                      + root.validity().until()
                      + " only.",
                  "Choose a shorter time for the intermediate.")));
    }
    CertificateAuthority made = root.intermediate(plan.name(), plan.type(), validity);
    String issuer = unusedName(index);
    write(issuer, made);
    return index.with(
        issuer, IssuedCertificate.of(made.certificate(), plan.name(), AuthorityIndex.ROOT));
  }

  /** Revocation lists are told apart by their issuers' names. */
  private static void requireOtherName(AuthorityIndex index, String name) throws SigningException {
    for (AuthorityIndex.Issuer issuer : index.issuers()) {
      if (index.certificateOf(issuer).commonName().equals(name)) {
        throw new SigningRefusedException(
            "",
            List.of(
                SigningObjection.of(
                    SigningObjection.INVALID_ID,
                    "The " + issuer.name() + " has the name '" + name + "' already.",
                    "Give the intermediate a name of its own.")));
      }
    }
  }

  /** A crash may have left files that the index does not know. */
  private String unusedName(AuthorityIndex index) {
    String name = INTERMEDIATE;
    for (int i = 2; index.issuer(name).isPresent() || isTaken(name); i++) {
      name = INTERMEDIATE + "-" + i;
    }
    return name;
  }

  private boolean isTaken(String name) {
    return Files.exists(files.key(name), LinkOption.NOFOLLOW_LINKS)
        || Files.exists(files.certificate(name), LinkOption.NOFOLLOW_LINKS);
  }

  private void write(String issuer, CertificateAuthority made) throws SigningException {
    keys.save(files, issuer, made.keys().getPrivate());
    write(files.certificate(issuer), made.certificate());
  }

  private static void write(Path file, X509Certificate certificate) throws SigningException {
    try {
      NewFile.write(file, PemFiles.text(certificate));
    } catch (FileAlreadyExistsException e) {
      throw new SigningException(
          file + " is there already, and is not overwritten", "move it away, and try again", e);
    } catch (IOException e) {
      throw AuthorityFiles.unwritable(file, e);
    }
  }
}

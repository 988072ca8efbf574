package dev.signet.sign.authority;

import dev.signet.file.AtomicFile;
import dev.signet.file.IoCause;
import dev.signet.file.NewFile;
import dev.signet.file.OwnFiles;
import dev.signet.sign.key.InputFiles;
import dev.signet.sign.key.PemFiles;
import dev.signet.sign.problem.SigningException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.cert.X509CRL;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Optional;

/** Where everything lies in an authority's state folder, and how it is read and written. */
final class AuthorityFiles {
  private static final String RESTORE =
      "put the file back from the newest backup. Never make a new one in its place: what was"
          + " revoked since would count as valid again";

  private final Path folder;

  AuthorityFiles(Path folder) {
    this.folder = folder;
  }

  /** Returns the folder. */
  Path folder() {
    return folder;
  }

  /** Returns the file of everything the authority must never forget. */
  Path index() {
    return folder.resolve("index.json");
  }

  /** Returns the file of an issuer's private key. */
  Path key(String issuer) {
    return folder.resolve(issuer + ".key");
  }

  /** Returns the file of an issuer's certificate. */
  Path certificate(String issuer) {
    return folder.resolve(issuer + ".crt");
  }

  /** Returns the file of an issuer's last revocation list. */
  Path list(String issuer) {
    return folder.resolve(issuer + ".crl");
  }

  /** Returns the folder with a copy of each certificate that was issued to an author. */
  Path issued() {
    return folder.resolve("certificates");
  }

  /** Reads the index. */
  AuthorityIndex readIndex() throws SigningException {
    if (!Files.isDirectory(folder)) {
      throw new SigningException(
          folder + " is no authority: there is no such folder",
          "check the path, or make one with 'signet ca:init'");
    }
    try {
      return IndexJson.read(Files.readString(index()));
    } catch (NoSuchFileException e) {
      boolean begun = Files.exists(certificate(AuthorityIndex.ROOT), LinkOption.NOFOLLOW_LINKS);
      throw begun
          ? new SigningException(index() + " is not there", RESTORE, e)
          : new SigningException(
              folder + " is no authority: it has no index.json",
              "check the path, or make one with 'signet ca:init'",
              e);
    } catch (IOException e) {
      throw damaged(index(), IoCause.of(e), e);
    }
  }

  /** Writes the index: the old one or the new one is there at every moment, also after a crash. */
  void write(AuthorityIndex index) throws SigningException {
    try {
      AtomicFile.replaceOwnerOnly(index(), IndexJson.write(index).getBytes(StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw unwritable(index(), e);
    }
  }

  /** Writes a list where the next start looks for it; anybody may read it, as hosts must. */
  void write(String issuer, X509CRL list) throws SigningException {
    Path file = list(issuer);
    try {
      AtomicFile.replace(file, PemFiles.text(list).getBytes(StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw unwritable(file, e);
    }
  }

  /** Keeps a copy of a certificate; the index has it already. */
  void keep(IssuedCertificate entry, X509Certificate certificate) throws SigningException {
    Path file = issued().resolve(entry.serial() + ".crt");
    try {
      if (Files.notExists(issued(), LinkOption.NOFOLLOW_LINKS)) {
        OwnFiles.createFolder(issued());
      }
      NewFile.write(file, PemFiles.text(certificate));
    } catch (FileAlreadyExistsException e) {
      throw damaged(file, "it should not be there yet", e);
    } catch (IOException e) {
      throw unwritable(file, e);
    }
  }

  /** Reads an issuer's own certificate, and checks that the index means this one. */
  X509Certificate readCertificate(AuthorityIndex index, AuthorityIndex.Issuer issuer)
      throws SigningException {
    Path file = certificate(issuer.name());
    if (Files.notExists(file)) {
      throw new SigningException(file + " is not there", "put it back from a backup");
    }
    List<X509Certificate> certificates;
    try {
      certificates = InputFiles.certificates(file);
    } catch (SigningException e) {
      throw SigningException.saying(e.reason() + " Or put it back from a backup.", e);
    }
    X509Certificate certificate = certificates.get(0);
    if (certificates.size() > 1
        || !IssuedCertificate.sha256(certificate).equals(index.certificateOf(issuer).sha256())) {
      throw new SigningException(
          file + " is not the certificate that index.json names", "put it back from a backup");
    }
    return certificate;
  }

  /** Reads an issuer's last list; empty when there is none. */
  Optional<X509CRL> readList(String issuer) throws SigningException {
    Path file = list(issuer);
    if (Files.notExists(file)) {
      return Optional.empty();
    }
    try {
      X509CRL list = InputFiles.lists(file).get(0);
      // Its number must be readable, too.
      RevocationListFile.number(list);
      return Optional.of(list);
    } catch (SigningException e) {
      throw damaged(file, "it is no revocation list that can be read", e);
    } catch (IllegalArgumentException | IllegalStateException e) {
      throw damaged(file, "its number cannot be read", e);
    }
  }

  static SigningException damaged(Path file, String cause, Throwable failure) {
    return new SigningException(file + " is damaged (" + cause + ")", RESTORE, failure);
  }

  static SigningException unwritable(Path file, IOException cause) {
    return new SigningException(
        file + " cannot be written (" + IoCause.ofWriting(cause) + ")",
        "check the disk and who owns the folder",
        cause);
  }
}

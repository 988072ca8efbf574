package dev.signet.sign.authority;

import dev.signet.file.AtomicFile;
import dev.signet.file.IoCause;
import dev.signet.file.Leftovers;
import dev.signet.file.NewFile;
import dev.signet.file.OwnFiles;
import dev.signet.file.Ownership;
import dev.signet.file.UnsafeFileException;
import dev.signet.sign.key.Scratch;
import dev.signet.sign.problem.SigningException;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.util.Optional;

/** Makes the state folder of a new authority: beside its place, and moved there when complete. */
final class AuthorityMaker {
  private static final String README =
      """
      This folder is a certificate authority. Whoever has it and its passphrases can vouch for
      every plugin: keep it to yourself, and back it up whenever something was issued or revoked.

      index.json       what was issued and revoked, and how far the revocation lists are counted
      root.crt         the root's certificate: hosts put it into their trust folder
      root.key         its private key
      intermediate.*   the same of the authority that issues in the root's place, if there is one;
                       then root.key may be kept elsewhere, and is named with --root-key
      *.crl            the last revocation lists: hosts put them into their trust folder
      certificates/    a copy of each certificate that was issued

      Everything can be read with openssl and an editor. Change nothing by hand. After a restore
      from a backup, revoke again what was revoked since.
      """;

  private final Path folder;
  private final AuthorityKeys keys;
  private final Instant now;

  AuthorityMaker(Path folder, AuthorityKeys keys, Instant now) {
    this.folder = folder.toAbsolutePath().normalize();
    this.keys = keys;
    this.now = now;
  }

  /**
   * Makes it.
   *
   * @throws SigningException when there is something already, or it cannot be written
   */
  void make(NewAuthority root, Optional<NewAuthority> intermediate) throws SigningException {
    Path parent = folder.getParent();
    if (parent == null) {
      throw new SigningException(folder + " cannot be an authority", "name a folder in another");
    }
    try {
      requireFree(folder);
      OwnFiles.createParents(folder);
      // For its owner only.
      Path draft = Files.createTempDirectory(parent, Leftovers.PREFIX);
      try {
        // Keys are made only where nobody else can put others in their place.
        Ownership.checkAbove(draft);
        fill(new AuthorityFiles(draft), root, intermediate);
        AtomicFile.force(draft);
        Files.move(draft, folder, StandardCopyOption.ATOMIC_MOVE);
        AtomicFile.force(parent);
      } finally {
        Scratch.delete(draft);
      }
    } catch (UnsafeFileException e) {
      throw SigningException.saying(e.getMessage() + ".", e);
    } catch (IOException e) {
      throw new SigningException(
          folder + " cannot be made (" + IoCause.ofWriting(e) + ")",
          "check the path and the disk",
          e);
    }
  }

  private void fill(AuthorityFiles files, NewAuthority root, Optional<NewAuthority> intermediate)
      throws IOException, SigningException {
    IssuerMaker maker = new IssuerMaker(files, keys, now);
    CertificateAuthority top = maker.root(root);
    AuthorityIndex index =
        AuthorityIndex.ofRoot(
            IssuedCertificate.of(top.certificate(), root.name(), AuthorityIndex.ROOT));
    if (intermediate.isPresent()) {
      index = maker.intermediate(index, top, intermediate.get());
    }
    NewFile.write(files.folder().resolve("README.txt"), README);
    files.write(index);
  }

  /** Checks that the folder is not there, or empty. */
  static void requireFree(Path folder) throws SigningException {
    if (!Files.exists(folder, LinkOption.NOFOLLOW_LINKS) || isEmptyFolder(folder)) {
      return;
    }
    boolean authority = Files.exists(new AuthorityFiles(folder).index());
    String what = Files.isDirectory(folder) ? "not empty" : "no folder";
    throw new SigningException(
        folder
            + (authority ? " is an authority already" : " is there already and is " + what)
            + ", and is never overwritten",
        "name another folder");
  }

  private static boolean isEmptyFolder(Path folder) throws SigningException {
    if (!Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS)) {
      return false;
    }
    try (DirectoryStream<Path> content = Files.newDirectoryStream(folder)) {
      return !content.iterator().hasNext();
    } catch (IOException e) {
      throw AuthorityFiles.unwritable(folder, e);
    }
  }
}

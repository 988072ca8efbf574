package dev.signet.sample.host.web;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.nio.file.attribute.UserPrincipal;
import java.security.SecureRandom;
import java.util.Optional;
import java.util.Set;

/** Where the administrator's password comes from: a file with its hash, or made up and printed. */
public final class AdminPassword {
  /** Without what is easily mistaken for something else. */
  private static final String ALPHABET = "abcdefghjkmnpqrstuvwxyz23456789";

  private static final int GROUPS = 5;
  private static final int GROUP_CHARS = 4;
  private static final long LARGEST_FILE = 4_096;

  private final SecureRandom random = new SecureRandom();
  private final PrintStream out;

  /** Creates a source that prints a password it has made up, once and to nowhere else. */
  public AdminPassword(PrintStream out) {
    this.out = out;
  }

  /**
   * Returns the hash to go by.
   *
   * @param file with the hash, see {@link PasswordHash}; when there is no such file, a password is
   *     made up and its hash kept there, for its owner only. Empty for a password of this run alone
   * @throws IOException when the file cannot be read or written, holds no hash, or others may write
   *     to it or own it; naming it, the cause and the remedy
   */
  public PasswordHash hash(Optional<Path> file) throws IOException {
    if (file.isEmpty()) {
      String password = next();
      out.println("Administrator's password of this run: " + password);
      return PasswordHash.of(password, random);
    }
    try {
      return read(file.get());
    } catch (NoSuchFileException e) {
      return write(file.get());
    }
  }

  private static PasswordHash read(Path file) throws IOException {
    PosixFileAttributeView posix = Files.getFileAttributeView(file, PosixFileAttributeView.class);
    if (posix != null) {
      PosixFileAttributes attributes = posix.readAttributes();
      requireOwn(file, attributes.owner());
      Set<PosixFilePermission> permissions = attributes.permissions();
      if (permissions.contains(PosixFilePermission.GROUP_WRITE)
          || permissions.contains(PosixFilePermission.OTHERS_WRITE)) {
        throw new IOException(
            "--password-file "
                + file
                + ": others may write to it; make it the host's own (chmod"
                + " 600)");
      }
    }
    if (Files.size(file) > LARGEST_FILE) {
      throw new IOException("--password-file " + file + ": is too large to be one hash");
    }
    try {
      return PasswordHash.parse(Files.readString(file).strip());
    } catch (IllegalArgumentException | CharacterCodingException e) {
      throw new IOException(
          "--password-file "
              + file
              + ": "
              + e.getMessage()
              + "; delete it to have a new password made up",
          e);
    }
  }

  /** Its owner may write to it whatever its permissions say; root may write to anything. */
  private static void requireOwn(Path file, UserPrincipal owner) throws IOException {
    Path probe = Files.createTempFile("signet", "");
    try {
      if (!owner.getName().equals("root") && !owner.equals(Files.getOwner(probe))) {
        throw new IOException(
            "--password-file "
                + file
                + ": belongs to '"
                + owner.getName()
                + "', who may write to it; make it the host's own (chown)");
      }
    } finally {
      Files.delete(probe);
    }
  }

  private PasswordHash write(Path file) throws IOException {
    String password = next();
    PasswordHash hash = PasswordHash.of(password, random);
    boolean posix = file.getFileSystem().supportedFileAttributeViews().contains("posix");
    try {
      if (posix) {
        Files.createFile(
            file,
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
      } else {
        Files.createFile(file);
      }
      Files.writeString(file, hash + "\n", StandardOpenOption.WRITE);
    } catch (IOException e) {
      throw new IOException("--password-file " + file + ": cannot be written: " + e, e);
    }
    out.println(
        "Administrator's password: "
            + password
            + "\nIt is printed this once; its hash is kept in "
            + file
            + ".");
    return hash;
  }

  private String next() {
    StringBuilder password = new StringBuilder();
    for (int i = 0; i < GROUPS * GROUP_CHARS; i++) {
      if (i > 0 && i % GROUP_CHARS == 0) {
        password.append('-');
      }
      password.append(ALPHABET.charAt(random.nextInt(ALPHABET.length())));
    }
    return password.toString();
  }
}

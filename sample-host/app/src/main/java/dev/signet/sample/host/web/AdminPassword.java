package dev.signet.sample.host.web;

import dev.signet.file.OwnFiles;
import dev.signet.file.Ownership;
import dev.signet.file.UnsafeFileException;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Optional;

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
    try {
      Ownership.checkReadOnly(file);
    } catch (UnsafeFileException e) {
      throw new IOException("--password-file: " + e.getMessage(), e);
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

  private PasswordHash write(Path file) throws IOException {
    String password = next();
    PasswordHash hash = PasswordHash.of(password, random);
    try (OutputStream created = OwnFiles.create(file)) {
      created.write((hash + "\n").getBytes(StandardCharsets.UTF_8));
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

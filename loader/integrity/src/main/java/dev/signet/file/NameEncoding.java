package dev.signet.file;

import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;

/**
 * Whether this JVM can tell a name on the disk. It assumes one encoding for all of them, that of
 * the locale it was started in: a name in another one comes out as other characters, by which the
 * file is not found again, and several could come out as the same.
 */
public final class NameEncoding {
  /** What to say of a name that cannot be decoded, and what to do. */
  public static final String PROBLEM =
      "The name cannot be read: it is not UTF-8, or this JVM was started in a locale without UTF-8"
          + " (set LC_ALL=C.UTF-8).";

  /** What to say of a packed name that no file can have here, and what to do. */
  public static final String UNNAMEABLE =
      "No file can have this name here: this JVM was started in a locale without UTF-8 (set"
          + " LC_ALL=C.UTF-8).";

  /** What whoever runs this can do about either. */
  public static final String REMEDY =
      "Set LC_ALL=C.UTF-8 in the environment of this JVM, and start it again; where its locale has"
          + " UTF-8 already, rename the file.";

  private NameEncoding() {}

  /**
   * Returns the path that a person named.
   *
   * @throws IllegalArgumentException when it is not a path, or empty, or a relative one cannot be
   *     resolved from where this JVM was started; the message goes on from the path, and says what
   *     to do
   */
  public static Path path(String text) {
    if (text.isEmpty()) {
      // It would be the working folder, which nobody means who has a variable unset.
      throw new IllegalArgumentException("is empty; name a file or folder (. for this one)");
    }
    try {
      Path path = Path.of(text);
      if (!path.isAbsolute() && Files.notExists(Path.of("").toAbsolutePath())) {
        throw new IllegalArgumentException(
            "cannot be found: the folder this was started in is gone, or its name cannot be written"
                + " in the locale this JVM was started in (set LC_ALL=C.UTF-8)");
      }
      return path;
    } catch (InvalidPathException e) {
      throw new IllegalArgumentException(problem(e), e);
    }
  }

  /** Returns whether a file can have this name. */
  public static boolean canName(String name) {
    try {
      return Path.of(name).toString().equals(name);
    } catch (InvalidPathException e) {
      return false;
    }
  }

  /** Returns why a text is no path here, as a part of a sentence, with what to do. */
  public static String problem(InvalidPathException failure) {
    boolean locale = failure.getInput().chars().anyMatch(c -> c > 127);
    return locale
        ? "cannot be a path in the locale this JVM was started in (set LC_ALL=C.UTF-8)"
        : "should be a path (" + failure.getReason() + ")";
  }

  /** Returns whether what the path reads as a text leads back to it. */
  public static boolean canTell(Path path) {
    try {
      return path.getFileSystem().getPath(path.toString()).equals(path);
    } catch (InvalidPathException e) {
      return false;
    }
  }
}

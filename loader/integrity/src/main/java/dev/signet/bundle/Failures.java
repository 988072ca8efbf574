package dev.signet.bundle;

import dev.signet.verdict.Finding;
import dev.signet.verdict.Reason;
import java.io.EOFException;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.NoSuchFileException;
import java.util.zip.ZipException;

/** Turns what goes wrong with a file into the finding that says so. */
final class Failures {
  private Failures() {}

  static BundleException reading(String path, IOException cause) {
    if (cause instanceof BundleException known) {
      return known;
    }
    String detail = "The file could not be read: " + sentence(cause);
    return new BundleException(Finding.at(Reason.IO_ERROR, path, detail), cause);
  }

  static BundleException of(Reason reason, String path, String detail) {
    return new BundleException(Finding.at(reason, path, detail));
  }

  static BundleException malformed(String detail) {
    return new BundleException(Finding.of(Reason.MALFORMED_ARCHIVE, detail));
  }

  static BundleException malformed(String path, String detail) {
    return of(Reason.MALFORMED_ARCHIVE, path, detail);
  }

  /** Returns what went wrong with an archive as a whole. */
  static BundleException ofArchive(IOException cause) {
    if (cause instanceof BundleException known) {
      return known;
    }
    boolean malformed = cause instanceof ZipException || cause instanceof EOFException;
    String detail = "The archive cannot be read: " + sentence(cause);
    return new BundleException(
        Finding.of(malformed ? Reason.MALFORMED_ARCHIVE : Reason.IO_ERROR, detail), cause);
  }

  /** Says in words what the file system's exceptions say by their class. */
  static String sentence(IOException cause) {
    if (cause instanceof AccessDeniedException) {
      return "permission denied.";
    }
    if (cause instanceof NoSuchFileException) {
      return "it is not there.";
    }
    String message = cause.getMessage();
    return message == null ? cause.getClass().getSimpleName() + "." : message + ".";
  }
}

package dev.signet.bundle;

import dev.signet.Internal;
import dev.signet.file.IoCause;
import dev.signet.verdict.Finding;
import dev.signet.verdict.Reason;
import java.io.EOFException;
import java.io.IOException;
import java.util.zip.ZipException;

/** Turns what goes wrong with a file into the finding that says so. */
@Internal
public final class Failures {
  private Failures() {}

  public static BundleException reading(String path, IOException cause) {
    if (cause instanceof BundleException known) {
      return known;
    }
    String detail = "The file could not be read: " + sentence(cause);
    return new BundleException(Finding.at(Reason.IO_ERROR, path, detail), cause);
  }

  public static BundleException of(Reason reason, String path, String detail) {
    return new BundleException(Finding.at(reason, path, detail));
  }

  public static BundleException malformed(String detail) {
    return new BundleException(Finding.of(Reason.MALFORMED_ARCHIVE, detail));
  }

  public static BundleException malformed(String path, String detail) {
    return of(Reason.MALFORMED_ARCHIVE, path, detail);
  }

  /** Returns what went wrong with an archive as a whole. */
  public static BundleException ofArchive(IOException cause) {
    if (cause instanceof BundleException known) {
      return known;
    }
    boolean malformed = cause instanceof ZipException || cause instanceof EOFException;
    String detail = "The archive cannot be read: " + sentence(cause);
    return new BundleException(
        Finding.of(malformed ? Reason.MALFORMED_ARCHIVE : Reason.IO_ERROR, detail), cause);
  }

  /** Returns what went wrong as the end of a sentence. */
  public static String sentence(IOException cause) {
    return IoCause.of(cause) + ".";
  }
}

package dev.signet.report.store;

import dev.signet.file.AtomicFile;
import dev.signet.file.Leftovers;
import dev.signet.file.Ownership;
import dev.signet.file.ParsedTwin;
import dev.signet.file.SmallFile;
import dev.signet.file.UnsafeFileException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Locale;
import java.util.Optional;

/**
 * The file of kept results.
 *
 * @param folder that holds it: owner-only, and locked by whoever opened it
 */
record ResultsFile(Path folder) {
  private static final int MAX_BYTES = 16 << 20;

  Path path() {
    return folder.resolve("results.json");
  }

  /**
   * Reads its bytes.
   *
   * @return empty when there is none
   * @throws IOException when it cannot be read, or may be somebody else's words: a link, or a file
   *     that others can write to; says why
   */
  Optional<byte[]> read() throws IOException {
    Leftovers.delete(path(), twin().path());
    if (Files.notExists(path(), LinkOption.NOFOLLOW_LINKS)) {
      return Optional.empty();
    }
    Ownership.check(path());
    return Optional.of(SmallFile.read(path(), MAX_BYTES));
  }

  /**
   * Returns what is kept in binary of these bytes; empty when nothing is.
   *
   * @throws IOException when it may be somebody else's words
   */
  Optional<UnreadResults> unread(byte[] json) throws IOException {
    return twin().read(json).flatMap(packed -> UnreadResults.read(json, packed));
  }

  /**
   * Returns what the file's bytes say.
   *
   * @throws IOException when they are damaged; says why
   */
  ResultsDocument parse(byte[] json) throws IOException {
    try {
      return ResultsDocument.parse(json);
    } catch (IllegalArgumentException e) {
      throw new IOException(path() + " is damaged: " + e.getMessage(), e);
    }
  }

  /**
   * Replaces it.
   *
   * @throws IOException when the disk fails, or there is too much to keep; the old file then stays
   */
  void write(ResultsDocument document) throws IOException {
    byte[] bytes =
        document
            .toBytes(MAX_BYTES)
            .orElseThrow(
                () ->
                    new IOException(
                        String.format(
                            Locale.ROOT,
                            "it would have more than the %,d bytes allowed",
                            MAX_BYTES)));
    AtomicFile.replaceOwnerOnly(path(), bytes);
    twin().write(bytes, UnreadResults.pack(document));
  }

  private ParsedTwin twin() {
    return new ParsedTwin(path());
  }

  /**
   * Renames it, whatever it is; only the latest such one is kept.
   *
   * @return what is told of that, unescaped
   */
  String putAside(IOException cause) {
    String lost =
        String.format(
            Locale.ROOT,
            "Results of earlier checks cannot be read: %s. Everything counts as never scanned until"
                + " it is scanned again.",
            text(cause));
    try {
      Path damaged =
          Files.move(
              path(),
              folder.resolve("results-damaged.json"),
              StandardCopyOption.ATOMIC_MOVE,
              StandardCopyOption.REPLACE_EXISTING);
      return lost + " What was there is now " + damaged + ".";
    } catch (IOException e) {
      return lost + " What was there could not be put aside: " + text(e) + ".";
    }
  }

  /** Returns what is told when it cannot be written, unescaped. */
  String unwritten(IOException e) {
    return String.format(
        Locale.ROOT,
        "Results of checks cannot be kept in %s: %s. They are shown until this host stops. Check"
            + " its disk, owner and permissions.",
        path(),
        text(e));
  }

  /** Our own words, or the system's, of which a path alone says little. */
  private static String text(IOException e) {
    return e.getClass() == IOException.class || e instanceof UnsafeFileException
        ? String.valueOf(e.getMessage())
        : e.toString();
  }
}

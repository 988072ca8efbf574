package dev.signet.admit;

import dev.signet.file.AtomicFile;
import dev.signet.file.ParsedTwin;
import dev.signet.file.SmallFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Locale;
import java.util.Optional;

/**
 * The files of a ledger: the ledger itself, and the mark that says which one belongs here.
 *
 * @param folder that holds them
 */
record LedgerFiles(Path folder) {
  private static final int MAX_LEDGER_BYTES = 16 << 20;
  private static final int MAX_MARK_BYTES = 100;

  Path ledger() {
    return folder.resolve("ledger.json");
  }

  Path instance() {
    return folder.resolve("instance");
  }

  /** What the ledger says, for starts after which nobody has touched it. */
  ParsedTwin twin() {
    return new ParsedTwin(ledger());
  }

  Path lock() {
    return folder.resolve("ledger.lock");
  }

  /**
   * Reads the ledger.
   *
   * @return empty when there has never been one
   * @throws IOException when it cannot be read, is damaged, gone, or not the one that belongs here
   */
  Optional<LedgerDocument> read() throws IOException {
    StateDirectory.checkFile(ledger());
    StateDirectory.checkFile(instance());
    Optional<LedgerDocument> found = found(this::document);
    if (found.isPresent() && isMissing(instance())) {
      mark(found.get());
    }
    return found;
  }

  /**
   * Reads the ledger as {@link #read} does, but makes and changes nothing, and does not look who
   * could have written it.
   */
  Optional<LedgerDocument> look() throws IOException {
    return found(this::parse);
  }

  private interface Parser {
    LedgerDocument parse(byte[] bytes) throws IOException;
  }

  private Optional<LedgerDocument> found(Parser parser) throws IOException {
    boolean marked = !isMissing(instance());
    if (isMissing(ledger())) {
      if (marked) {
        throw new IOException(ledger() + " is gone, though there has been one");
      }
      if (CopyRecords.wereMadeIn(folder)) {
        throw new IOException(
            ledger()
                + " and "
                + instance()
                + " are gone, though sealed copies or their index show that a host has used this"
                + " folder before");
      }
      return Optional.empty();
    }
    LedgerDocument document = parser.parse(SmallFile.read(ledger(), MAX_LEDGER_BYTES));
    if (marked) {
      requireMark(document);
    } else if (!document.entries().isEmpty()) {
      throw new IOException(instance() + " is gone, so the ledger may be another host's");
    }
    return Optional.of(document);
  }

  void write(LedgerDocument document) throws IOException {
    byte[] bytes = document.toBytes();
    if (bytes.length > MAX_LEDGER_BYTES) {
      throw new IOException(
          String.format(
              Locale.ROOT,
              "it would have more than the %,d bytes allowed; let it forget plugins that are gone",
              MAX_LEDGER_BYTES));
    }
    AtomicFile.replaceOwnerOnly(ledger(), bytes);
    twin().write(bytes, LedgerForm.pack(document));
  }

  /** Makes this ledger the one that belongs here. */
  void mark(LedgerDocument document) throws IOException {
    AtomicFile.replaceOwnerOnly(
        instance(), (document.instance() + "\n").getBytes(StandardCharsets.UTF_8));
  }

  /** Renames the ledger, whatever is there; returns its new path when something was. */
  Optional<Path> moveAside() throws IOException {
    if (isMissing(ledger())) {
      return Optional.empty();
    }
    int number = 1;
    while (!isMissing(aside(number))) {
      number++;
    }
    return Optional.of(Files.move(ledger(), aside(number), StandardCopyOption.ATOMIC_MOVE));
  }

  /** Returns what there is to say and to do when it cannot be read. */
  String unreadable(IOException e) {
    return String.format(
        Locale.ROOT,
        "What was signed before cannot be read from the ledger in %s: %s. Put that right, or"
            + " put the whole folder back from a backup, and start again; or reset the ledger"
            + " on purpose, and every plugin counts as seen for the first time.",
        folder,
        cause(e));
  }

  /** Returns what went wrong: our own words, or the system's, of which a path alone says little. */
  static String cause(IOException e) {
    return e.getClass() == IOException.class ? String.valueOf(e.getMessage()) : e.toString();
  }

  private Path aside(int number) {
    return folder.resolve("ledger-before-reset-" + number + ".json");
  }

  private LedgerDocument document(byte[] bytes) throws IOException {
    Optional<LedgerDocument> known = twin().read(bytes).flatMap(LedgerForm::read);
    if (known.isPresent()) {
      return known.get();
    }
    LedgerDocument parsed = parse(bytes);
    twin().write(bytes, LedgerForm.pack(parsed));
    return parsed;
  }

  private LedgerDocument parse(byte[] bytes) throws IOException {
    try {
      return LedgerDocument.parse(bytes);
    } catch (IllegalArgumentException e) {
      throw new IOException(ledger() + " is damaged: " + e.getMessage(), e);
    }
  }

  private void requireMark(LedgerDocument document) throws IOException {
    String mark = new String(SmallFile.read(instance(), MAX_MARK_BYTES), StandardCharsets.UTF_8);
    if (!mark.equals(document.instance() + "\n")) {
      throw new IOException(
          ledger() + " is another host's, or an older one: " + instance() + " names another");
    }
  }

  private static boolean isMissing(Path file) {
    return Files.notExists(file, LinkOption.NOFOLLOW_LINKS);
  }
}

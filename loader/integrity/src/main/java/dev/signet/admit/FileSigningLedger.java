package dev.signet.admit;

import dev.signet.file.Leftovers;
import dev.signet.file.Ownership;
import dev.signet.policy.LedgerEntry;
import dev.signet.policy.LedgerException;
import dev.signet.policy.SignedRelease;
import dev.signet.policy.SigningLedger;
import dev.signet.policy.VersionOrder;
import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A ledger in a folder of the host's own, as a rule its state directory: {@code ledger.json}, for
 * people to read and not to edit, and {@code instance}, by which a ledger that was deleted or comes
 * from another host is noticed. Each change replaces the file atomically and is forced to the disk;
 * a check that changes nothing but times writes once an hour at most.
 *
 * <p>Belongs to one process at a time, which holds {@code ledger.lock}. A ledger that is damaged,
 * missing or not this folder's opens, so that the host can start and say so, but throws at each
 * question until {@link #reset} is called: nothing is admitted on a channel that enforces.
 *
 * <p>In a state directory, sealed copies and their index also show that there has been a ledger.
 * What cannot be noticed is the folder as a whole put back to an earlier state, or emptied.
 */
public final class FileSigningLedger implements SigningLedger, Closeable {
  private static final Logger log = LoggerFactory.getLogger(FileSigningLedger.class);
  private static final Duration TIME_STEP = Duration.ofHours(1);

  private final LedgerFiles files;
  private final FileChannel lock;
  private @Nullable LedgerDocument current;
  private @Nullable LedgerDocument written;
  private String problem = "";

  private FileSigningLedger(LedgerFiles files, FileChannel lock) {
    this.files = files;
    this.lock = lock;
  }

  /**
   * Opens and locks the ledger; makes folder and ledger when there is neither.
   *
   * @param pluginsRoots the folders plugins are found in, none of which may hold the folder or lie
   *     in it
   * @throws IllegalStateException when another process or ledger holds it, others can write to the
   *     folder, it lies inside a plugins root, or the disk fails; the message says what to do
   */
  public static FileSigningLedger open(Path folder, List<Path> pluginsRoots) {
    try {
      LedgerFiles files = new LedgerFiles(StateDirectory.prepare(folder, pluginsRoots));
      FileSigningLedger ledger = new FileSigningLedger(files, StateDirectory.hold(files.lock()));
      ledger.load();
      return ledger;
    } catch (IOException e) {
      throw StateDirectory.unusable("The ledger in " + folder, e);
    }
  }

  @Override
  public synchronized Optional<LedgerEntry> find(String id) throws LedgerException {
    return Optional.ofNullable(document().entries().get(id));
  }

  @Override
  public synchronized List<LedgerEntry> entries() throws LedgerException {
    return List.copyOf(document().entries().values());
  }

  @Override
  public synchronized Optional<Instant> latestInstant() throws LedgerException {
    return document().latest();
  }

  @Override
  public synchronized void record(List<SignedRelease> releases, Instant at, VersionOrder order)
      throws LedgerException {
    LedgerDocument after = document().after(releases, at, order);
    if (written != null && after.isSameButForTime(written)) {
      current = after;
      if (isTimeToWrite(written.latest(), after.latest())) {
        writeTimes(after);
      }
    } else {
      replaceBy(after);
    }
  }

  @Override
  public synchronized boolean confirm(SignedRelease release, VersionOrder order)
      throws LedgerException {
    LedgerDocument before = document();
    LedgerEntry known = before.entries().get(release.id());
    if (known == null) {
      return false;
    }
    LedgerEntry confirmed = known.confirmed(release, order);
    if (!confirmed.equals(known)) {
      replaceBy(before.with(confirmed));
      log.info("The ledger in {} has taken a confirmed release for right", files.folder());
    }
    return true;
  }

  @Override
  public synchronized boolean forget(String id) throws LedgerException {
    LedgerDocument before = document();
    if (!before.entries().containsKey(id)) {
      return false;
    }
    replaceBy(before.without(id));
    log.info("The ledger in {} has forgotten a plugin on purpose", files.folder());
    return true;
  }

  @Override
  public synchronized void forgetInstant() throws LedgerException {
    replaceBy(document().withoutInstant());
  }

  /**
   * Starts anew, also when the ledger is damaged: what was there is renamed to {@code
   * ledger-before-reset-1.json} or the next free number.
   */
  @Override
  public synchronized void reset() throws LedgerException {
    requireOpen();
    try {
      Optional<Path> aside = files.moveAside();
      create();
      log.warn(
          "The ledger in {} was reset on purpose; what was there: {}",
          files.folder(),
          aside.map(Path::toString).orElse("nothing"));
    } catch (IOException e) {
      throw new LedgerException(
          String.format(
              Locale.ROOT,
              "The ledger in %s could not be reset: %s. Check its disk, owner and permissions.",
              files.folder(),
              LedgerFiles.cause(e)),
          e);
    }
  }

  /** Gives the folder free. Nothing can be asked or recorded afterwards. May be repeated. */
  @Override
  public synchronized void close() {
    try {
      lock.close();
    } catch (IOException e) {
      throw new UncheckedIOException(
          "The ledger in " + files.folder() + " could not be closed.", e);
    }
  }

  private void load() {
    try {
      Leftovers.delete(files.ledger(), files.instance(), files.twin().path());
      Ownership.deleteLeftovers(files.folder());
      Optional<LedgerDocument> found = files.read();
      if (found.isPresent()) {
        use(found.get());
      } else {
        create();
      }
    } catch (IOException e) {
      problem = files.unreadable(e);
      log.error("{}", problem);
    }
  }

  /** Ledger first: an empty one without its mark is what a kill at this point leaves. */
  private void create() throws IOException {
    LedgerDocument empty = LedgerDocument.empty(UUID.randomUUID().toString());
    files.write(empty);
    files.mark(empty);
    use(empty);
  }

  private void use(LedgerDocument document) {
    current = document;
    written = document;
  }

  private LedgerDocument document() throws LedgerException {
    requireOpen();
    if (current == null) {
      throw new LedgerException(problem);
    }
    return current;
  }

  private void requireOpen() throws LedgerException {
    if (!lock.isOpen()) {
      throw new LedgerException("The ledger in " + files.folder() + " is closed.");
    }
  }

  private void replaceBy(LedgerDocument document) throws LedgerException {
    try {
      files.write(document);
    } catch (IOException e) {
      throw new LedgerException(
          String.format(
              Locale.ROOT,
              "The ledger in %s could not be written: %s. Check its disk, owner and permissions.",
              files.folder(),
              LedgerFiles.cause(e)),
          e);
    }
    use(document);
  }

  /** What was signed, and how high, is safe already: plugins need not wait for a full disk. */
  private void writeTimes(LedgerDocument document) {
    try {
      replaceBy(document);
    } catch (LedgerException e) {
      log.warn("{} Only the time of the latest check is lost.", e.getMessage());
    }
  }

  private static boolean isTimeToWrite(Optional<Instant> before, Optional<Instant> now) {
    return before.isEmpty()
        || now.filter(at -> Duration.between(before.get(), at).compareTo(TIME_STEP) >= 0)
            .isPresent();
  }
}

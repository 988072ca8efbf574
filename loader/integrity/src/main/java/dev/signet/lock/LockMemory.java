package dev.signet.lock;

import dev.signet.file.AtomicFile;
import dev.signet.file.IoCause;
import dev.signet.file.Ownership;
import dev.signet.file.SmallFile;
import dev.signet.json.StrictJson;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;

/**
 * By which list a host went last: {@code lock-number.json} in its state directory, for people to
 * read, and {@code lock-number.seen}, by which it is noticed when that is gone. A list with a lower
 * number, or with the same one and other content, is refused, also after a restart. A memory that
 * is damaged or gone refuses every list, until {@link #reset}. Safe for use by several threads; the
 * folder belongs to one process, as a state directory does.
 *
 * <p>What cannot be noticed is both files deleted, or the folder put back to an earlier state.
 */
public final class LockMemory {
  private static final int MOST_BYTES = 64 << 10;

  private final Path file;
  private final Path mark;

  private LockMemory(Path folder) {
    this.file = folder.resolve("lock-number.json");
    this.mark = folder.resolve("lock-number.seen");
  }

  /** Returns the memory in a state directory, which is there. */
  public static LockMemory in(Path stateDirectory) {
    return new LockMemory(Objects.requireNonNull(stateDirectory, "stateDirectory"));
  }

  private record Known(String fleet, long number, String digest) {
    Known {
      if (fleet == null || digest == null || number < 1) {
        throw new IllegalArgumentException("a part of it is missing");
      }
    }
  }

  /** Returns the number of the list that the host went by last; empty when there was none. */
  public synchronized Optional<Long> number() throws LockException {
    return known().map(Known::number);
  }

  /**
   * Checks whether a list may follow the one before; changes nothing.
   *
   * @throws LockException when it may not, or the memory cannot be read
   */
  public synchronized void check(PluginsLock lock) throws LockException {
    Optional<Known> found = known();
    if (found.isEmpty()) {
      return;
    }
    Known known = found.get();
    if (!known.fleet().equals(lock.fleet())) {
      throw new LockException(
          String.format(
              Locale.ROOT,
              "This host has gone by lists of the fleet '%s' so far, and this one is of '%s'. If it"
                  + " has been moved to another fleet, delete %s and %s.",
              known.fleet(),
              lock.fleet(),
              file,
              mark));
    }
    if (lock.number() < known.number()) {
      throw new LockException(
          String.format(
              Locale.ROOT,
              "The list has the number %d, and this host has gone by number %d already: an older"
                  + " list was put in its place. Publish the newest one; to go back to what an older"
                  + " one says, make a new list that says so.",
              lock.number(),
              known.number()));
    }
    if (lock.number() == known.number() && !lock.digest().equals(known.digest())) {
      throw new LockException(
          String.format(
              Locale.ROOT,
              "The list has the number %d, as the one this host has gone by, and says something"
                  + " else: two lists were signed under one number. Find out who signed them, and"
                  + " make a new one with a higher number.",
              lock.number()));
    }
  }

  /**
   * Takes a list for the newest from now on, forced to the disk.
   *
   * @throws LockException when it may not follow the one before, or the memory cannot be read or
   *     written
   */
  public synchronized void accept(PluginsLock lock) throws LockException {
    check(lock);
    Optional<Known> before = known();
    Known next = new Known(lock.fleet(), lock.number(), lock.digest());
    if (before.isPresent() && before.get().equals(next)) {
      return;
    }
    try {
      AtomicFile.replaceOwnerOnly(file, StrictJson.lines(next));
      mark();
    } catch (IOException e) {
      throw new LockException(
          String.format(
              Locale.ROOT,
              "That this host goes by the list of number %d could not be written to %s (%s), so it"
                  + " does not. Check its disk, owner and permissions.",
              lock.number(),
              file,
              IoCause.ofWriting(e)),
          e);
    }
  }

  /**
   * Forgets everything, also when it is damaged: the next list may have any number, and be of any
   * fleet.
   *
   * @throws LockException when the files cannot be deleted
   */
  public synchronized void reset() throws LockException {
    try {
      // The mark last: killed in between, the host goes by no list, and this can be repeated.
      Files.deleteIfExists(file);
      Files.deleteIfExists(mark);
    } catch (IOException e) {
      throw new LockException(
          "Which list came last cannot be forgotten: delete " + file + " and " + mark + ".", e);
    }
  }

  private Optional<Known> known() throws LockException {
    try {
      checkFile(file);
      checkFile(mark);
      boolean seen = isThere(mark);
      if (!isThere(file)) {
        if (seen) {
          throw new IOException("it is gone, though there has been one");
        }
        return Optional.empty();
      }
      Known known = StrictJson.read(SmallFile.read(file, MOST_BYTES), Known.class);
      if (!seen) {
        // A kill left it so.
        mark();
      }
      return Optional.of(known);
    } catch (IOException e) {
      throw new LockException(
          String.format(
              Locale.ROOT,
              "Which list this host went by last cannot be read from %s: %s. Until then it goes by"
                  + " none, since an older one could be put in its place. Put the file back from a"
                  + " backup; or look which number is the newest, and delete %s and %s.",
              file,
              e.getClass() == IOException.class ? e.getMessage() : IoCause.withFile(e),
              file.getFileName(),
              mark.getFileName()),
          e);
    }
  }

  private void mark() throws IOException {
    if (!isThere(mark)) {
      AtomicFile.replaceOwnerOnly(mark, "seen\n".getBytes(StandardCharsets.US_ASCII));
    }
  }

  private static void checkFile(Path path) throws IOException {
    if (isThere(path)) {
      Ownership.check(path);
    }
  }

  private static boolean isThere(Path path) {
    return Files.exists(path, LinkOption.NOFOLLOW_LINKS);
  }
}

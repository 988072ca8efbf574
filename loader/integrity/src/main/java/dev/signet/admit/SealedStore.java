package dev.signet.admit;

import dev.signet.bundle.SourceState;
import dev.signet.file.FileTree;
import dev.signet.file.OwnFiles;
import dev.signet.file.Ownership;
import dev.signet.file.Packed;
import dev.signet.verify.StagedBundle;
import dev.signet.verify.Staging;
import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The state directory: {@code staging/}, {@code sealed/} with one read-only copy for each admitted
 * bundle, and {@code index}, which lets the next start recognise unchanged sources. Belongs to one
 * process at a time, which holds {@code lock}.
 *
 * <p>A copy is made without waiting for the disk. Until a thread in the background has forced it
 * there, the index says in which start of the operating system it was made, and it counts in no
 * other one: after a power cut its source is read again.
 *
 * <p>Sealed paths that are given to it are such that {@link #holds} is true for them. Safe for use
 * by several threads.
 */
public final class SealedStore implements Closeable {
  private static final Logger log = LoggerFactory.getLogger(SealedStore.class);

  private final Path root;
  private final boolean temporary;
  private final Disk disk;
  private final FileChannel lock;
  private final CopyRecords records;
  private final CopyForcer forcer;
  private final SealedPlaces places;
  private final CopyRemoval removal;

  private SealedStore(Path root, boolean temporary, Disk disk) throws IOException {
    this.root = root;
    this.temporary = temporary;
    this.disk = disk;
    this.lock = StateDirectory.hold(root.resolve("lock"));
    try {
      OwnFiles.prepareFolder(sealedFolder());
      OwnFiles.prepareFolder(staging());
      StateDirectory.emptyFolder(staging());
      Ownership.deleteLeftovers(root);
      this.records =
          CopyRecords.open(temporary ? null : IndexFile.in(root), sealedFolder(), disk.boot());
      this.forcer = new CopyForcer(disk, records::forced);
      this.places = new SealedPlaces(sealedFolder(), records, new LoadedNames(root));
      places.recordRenewed();
      this.removal = new CopyRemoval(root, records, !temporary);
    } catch (IOException | RuntimeException e) {
      lock.close();
      throw e;
    }
  }

  /**
   * Opens and locks the store, creating the folder when it is not there.
   *
   * @param pluginsRoots the folders plugins are found in, none of which may hold the store or lie
   *     in it
   * @throws IllegalStateException when another process holds it, others can write to it, it lies
   *     inside a plugins root, or the disk fails; the message says what to do
   */
  public static SealedStore open(Path stateDirectory, List<Path> pluginsRoots) {
    return open(stateDirectory, pluginsRoots, Disk.REAL);
  }

  /**
   * Creates the folder when it is not there, and checks it as {@link #open} does, without holding
   * it: for those who put something into it before.
   *
   * @throws IllegalStateException as of {@link #open}, but for another process
   */
  public static void prepare(Path stateDirectory, List<Path> pluginsRoots) {
    StateDirectory.prepared(stateDirectory, pluginsRoots);
  }

  /** Opens the store on another disk. */
  static SealedStore open(Path stateDirectory, List<Path> pluginsRoots, Disk disk) {
    Path root = StateDirectory.prepared(stateDirectory, pluginsRoots);
    try {
      StateDirectory.warnWithoutPermissions(root);
      return new SealedStore(root, false, disk);
    } catch (IOException e) {
      throw StateDirectory.unusable(stateDirectory, e);
    }
  }

  /**
   * Opens a private one in the system's temporary folder, deleted at {@link #close}.
   *
   * @throws IllegalStateException when the disk fails
   */
  public static SealedStore temporary() {
    try {
      Path folder = StateDirectory.temporary();
      try {
        return new SealedStore(folder, true, Disk.REAL);
      } catch (IOException | RuntimeException e) {
        FileTree.delete(folder);
        throw e;
      }
    } catch (IOException e) {
      throw StateDirectory.noTemporary(e);
    }
  }

  /** Returns the folder for what is being taken apart or fetched: emptied at each opening. */
  public Path staging() {
    return staging(root);
  }

  static Path staging(Path root) {
    return root.resolve("staging");
  }

  /**
   * Has copies be checked as they are read: the folder need not be trusted then for what runs. To
   * be called before anything is admitted.
   */
  public void checkOnRead() {
    records.distrust();
  }

  /** Has nothing be taken from a copy again that was changed: its source is sealed anew. */
  public void forget(Path sealed) {
    records.index().forgetCopy(places.nameOf(sealed));
  }

  /** Returns whether the path lies in the folder of sealed places. */
  public boolean holds(Path path) {
    return places.holds(path);
  }

  /**
   * Makes the sealed copy writable and deletes it; nothing when it is gone already.
   *
   * @param sealed a path that {@link #holds} is true for
   * @throws UncheckedIOException when it cannot be deleted
   */
  public void delete(Path sealed) {
    try {
      Path folder = places.folderOf(sealed);
      CachedJars.close(Set.of(folder));
      removal.remove(folder);
    } catch (IOException e) {
      throw new UncheckedIOException(
          "The sealed copy " + sealed + " could not be deleted; delete it by hand.", e);
    }
  }

  /**
   * Deletes every sealed copy but these, and writes the records.index(). A copy that cannot be
   * deleted is logged and left for the next time.
   *
   * @param inUse sealed paths, of loaded plugins above all
   */
  public void sweep(Set<Path> inUse) {
    Set<Path> kept = new HashSet<>();
    inUse.stream().filter(this::holds).map(places::folderOf).forEach(kept::add);
    List<Path> unused = places.list().stream().filter(copy -> !kept.contains(copy)).toList();
    CachedJars.close(unused);
    for (Path copy : unused) {
      try {
        removal.remove(copy);
      } catch (IOException e) {
        log.warn("The unused sealed copy {} could not be deleted: {}", copy, e.toString());
      }
    }
    records.save();
    if (!temporary) {
      forcer.force(records.notLasting().stream().map(places::of).toList());
    }
  }

  /** Writes the index and gives the folder free; deletes it when it is a temporary one. */
  @Override
  public void close() {
    if (!lock.isOpen()) {
      return;
    }
    forcer.close();
    try (lock) {
      if (temporary) {
        List<Path> all = places.list();
        CachedJars.close(all);
        for (Path copy : all) {
          removal.remove(copy);
        }
        FileTree.delete(root);
      } else {
        records.save();
      }
    } catch (IOException e) {
      throw new UncheckedIOException("The state directory " + root + " could not be closed.", e);
    }
  }

  /** Makes a place to take a bundle apart, on the same file system as the sealed places. */
  Staging newStaging() throws IOException {
    StateDirectory.requireHeld(lock, root);
    return Staging.below(staging());
  }

  /** Returns what is on record of a sealed path, when the copy has not changed since. */
  Optional<SealedCopy> copyOf(Path sealed) {
    return records.copy(places.nameOf(sealed));
  }

  /** Returns the copy that was made of a source last; it has to be verified before it is used. */
  public Optional<Path> latestCopyOf(Path source) {
    return records.index().latest(source).flatMap(places::pathOf);
  }

  /** Returns what is known of the copies that were made earlier. */
  CopyRecords records() {
    return records;
  }

  /**
   * Moves a staged copy among the sealed ones and makes it read-only. The same content sealed
   * before and still intact is used again, so that it keeps its path.
   *
   * @param state the source's metadata from before it was read; empty when they tell nothing
   * @return the path to hand to PF4J
   */
  Path seal(Path source, Optional<SourceState> state, StagedBundle bundle) throws IOException {
    StateDirectory.requireHeld(lock, root);
    Optional<Packed> stamps = SealedFiles.protect(bundle.content());
    if (!temporary && records.boot().isEmpty()) {
      // Nobody could tell later whether the system was started anew meanwhile.
      SealedFiles.force(bundle.content(), disk, () -> true);
    }
    return places.place(source, state, new SealedPlaces.NewCopy(bundle, stamps));
  }

  /** Records that something is loaded from a sealed copy. */
  public void load(Path sealed) {
    places.load(sealed);
  }

  /** Closes what this JVM keeps open of copies of which nothing is loaded any more. */
  public void closeCached(Set<Path> sealed) {
    CachedJars.close(sealed.stream().map(places::folderOf).toList());
  }

  /**
   * Returns whether something was, or may have been, loaded from this path of a copy since this JVM
   * started, also through another store of the same folder.
   *
   * @param sealed a path that {@link #holds} is true for
   */
  public boolean wasLoaded(Path sealed) {
    return places.wasLoaded(sealed);
  }

  /**
   * Gives a sealed copy a path that nothing was loaded from before. Some resources, such as native
   * libraries, can be loaded once per path as long as a process lives. The files themselves stay
   * the ones that were sealed: only their folder gets another name, also where the disk is full.
   *
   * @param sealed a path that {@link #holds} is true for, of which nothing is loaded any more
   * @return the new path; the same where the copy cannot be renamed, which is logged
   */
  public Path renew(Path sealed) {
    return places.renew(sealed);
  }

  Path sealedFolder() {
    return root.resolve("sealed");
  }

  /** Waits, for tests, until what is being forced to the disk is there. */
  void awaitDisk() {
    forcer.await(Duration.ofMinutes(1));
  }

  /** Returns the folders for tests that look inside. */
  List<Path> sealedCopies() {
    return places.list();
  }
}

package dev.signet.admit;

import dev.signet.bundle.BundleKind;
import dev.signet.file.FileAbilities;
import dev.signet.file.FileTree;
import dev.signet.file.IoCause;
import dev.signet.file.OwnFiles;
import dev.signet.file.Ownership;
import dev.signet.file.Packed;
import dev.signet.verify.KeptVerdict;
import dev.signet.verify.StagedBundle;
import dev.signet.verify.Staging;
import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
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
 * <p>Safe for use by several threads.
 */
public final class SealedStore implements Closeable {
  private static final Logger log = LoggerFactory.getLogger(SealedStore.class);

  private final Path root;
  private final boolean temporary;
  private final Disk disk;
  private final String boot;
  private final FileChannel lock;
  private final CopyIndex index;
  private final CopyForcer forcer;
  private final LoadedNames loaded;

  private SealedStore(Path root, boolean temporary, Disk disk) throws IOException {
    this.root = root;
    this.temporary = temporary;
    this.disk = disk;
    this.boot = disk.boot();
    this.forcer = new CopyForcer(disk, this::forced);
    this.loaded = new LoadedNames(root);
    this.lock = StateLock.hold(root.resolve("lock"));
    try {
      OwnFiles.prepareFolder(sealedFolder());
      OwnFiles.prepareFolder(staging());
      StateDirectory.emptyFolder(staging());
      IndexFile.in(root).prepare();
      Ownership.deleteLeftovers(root);
      this.index = temporary ? new CopyIndex() : IndexFile.in(root).read();
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
    prepared(stateDirectory, pluginsRoots);
  }

  private static Path prepared(Path stateDirectory, List<Path> pluginsRoots) {
    try {
      return StateDirectory.prepare(stateDirectory, pluginsRoots);
    } catch (IOException e) {
      throw unusable(stateDirectory, e);
    }
  }

  private static IllegalStateException unusable(Path stateDirectory, IOException cause) {
    return StateDirectory.unusable("The state directory " + stateDirectory, cause);
  }

  /** Opens the store on another disk. */
  static SealedStore open(Path stateDirectory, List<Path> pluginsRoots, Disk disk) {
    Path root = prepared(stateDirectory, pluginsRoots);
    try {
      if (!FileAbilities.hasPermissions(root)) {
        log.warn(
            "{} is on a file system without POSIX permissions, such as Windows': that nobody else can"
                + " change sealed copies, ledger and results there cannot be checked, and folders"
                + " cannot be made read-only; let only this host's user write there",
            root);
      }
      return new SealedStore(root, false, disk);
    } catch (IOException e) {
      throw unusable(stateDirectory, e);
    }
  }

  /**
   * Opens a private one in the system's temporary folder, deleted at {@link #close}.
   *
   * @throws IllegalStateException when the disk fails
   */
  public static SealedStore temporary() {
    try {
      Path folder = OwnFiles.createTemporaryFolder("signet-state-").toRealPath();
      try {
        StateDirectory.requireLoadable(folder);
        return new SealedStore(folder, true, Disk.REAL);
      } catch (IOException | RuntimeException e) {
        FileTree.delete(folder);
        throw e;
      }
    } catch (IOException e) {
      throw new IllegalStateException(
          "No temporary state directory could be made: "
              + IoCause.withFile(e)
              + ". Configure a state directory.",
          e);
    }
  }

  /**
   * Returns whether plugins have been looked for with this state directory before. A ledger in it
   * is older than any of that.
   *
   * @throws IOException when it cannot be looked into
   */
  static boolean wasUsed(Path stateDirectory) throws IOException {
    Path sealed = sealedFolder(stateDirectory);
    if (IndexFile.in(stateDirectory).exists()) {
      return true;
    }
    if (Files.notExists(sealed, LinkOption.NOFOLLOW_LINKS)) {
      return false;
    }
    try (Stream<Path> copies = Files.list(sealed)) {
      return copies.findAny().isPresent();
    }
  }

  /** Returns the folder for what is being taken apart or fetched: emptied at each opening. */
  public Path staging() {
    return root.resolve("staging");
  }

  /** Returns whether the path lies in the folder of sealed copies. */
  public boolean holds(Path path) {
    return path.toAbsolutePath().normalize().startsWith(sealedFolder());
  }

  /**
   * Makes the sealed copy writable and deletes it; nothing when it is gone already.
   *
   * @param sealed a path that {@link #holds} is true for
   * @throws UncheckedIOException when it cannot be deleted
   */
  public void delete(Path sealed) {
    try {
      Path folder = folderOf(sealed);
      CachedJars.close(Set.of(folder));
      discard(folder);
    } catch (IOException e) {
      throw new UncheckedIOException(
          "The sealed copy " + sealed + " could not be deleted; delete it by hand.", e);
    }
  }

  /**
   * Deletes every sealed copy but these, and writes the index. A copy that cannot be deleted is
   * logged and left for the next time.
   *
   * @param inUse sealed paths, of loaded plugins above all
   */
  public void sweep(Set<Path> inUse) {
    Set<Path> kept = new HashSet<>();
    inUse.stream().filter(this::holds).map(this::folderOf).forEach(kept::add);
    List<Path> unused = copies().stream().filter(copy -> !kept.contains(copy)).toList();
    CachedJars.close(unused);
    for (Path copy : unused) {
      try {
        discard(copy);
      } catch (IOException e) {
        log.warn("The unused sealed copy {} could not be deleted: {}", copy, e.toString());
      }
    }
    saveIndex();
    if (!temporary) {
      forcer.force(index.notLasting().stream().filter(this::isKnown).map(this::folder).toList());
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
        List<Path> copies = copies();
        CachedJars.close(copies);
        for (Path copy : copies) {
          discard(copy);
        }
        FileTree.delete(root);
      } else {
        saveIndex();
      }
    } catch (IOException e) {
      throw new UncheckedIOException("The state directory " + root + " could not be closed.", e);
    }
  }

  /** Makes a place to take a bundle apart, on the same file system as the sealed copies. */
  Staging newStaging() throws IOException {
    requireOpen();
    return Staging.below(staging());
  }

  /**
   * Returns the sealed copy of a source that has not changed since it was sealed, when the copy has
   * not changed either. Decided by metadata alone; no file is read.
   */
  Optional<SealedCopy> recall(Path source, SourceState state) {
    return index.find(source, state).filter(this::isWhole);
  }

  /** Takes note of the latest verdict on a copy, for the next start. */
  void keep(SealedCopy copy, Optional<KeptVerdict> verdict) {
    index.keep(copy.name(), verdict);
  }

  /** Returns what is on record of a sealed path, when the copy has not changed since. */
  Optional<SealedCopy> copyOf(Path sealed) {
    return index.copy(nameOf(sealed)).filter(this::isWhole);
  }

  private boolean isWhole(SealedCopy copy) {
    return isKnown(copy) && copy.isIntact(sealedFolder());
  }

  /**
   * Returns whether its bytes are what was written, as far as any machine's disk can be trusted.
   */
  private boolean isKnown(SealedCopy copy) {
    return copy.isLasting() || copy.boot().equals(boot);
  }

  /** Returns the folder of a copy. */
  Path folder(SealedCopy copy) {
    return sealedFolder().resolve(copy.name());
  }

  /**
   * Moves a staged copy among the sealed ones and makes it read-only. The same content sealed
   * before and still intact is used again, so that it keeps its path.
   *
   * @param state the source's metadata from before it was read; empty when they tell nothing
   * @return the path to hand to PF4J
   */
  Path seal(Path source, Optional<SourceState> state, StagedBundle bundle) throws IOException {
    requireOpen();
    index.forget(source);
    String name = SealedName.of(bundle);
    Optional<Packed> stamps = SealedFiles.protect(bundle.content());
    if (!temporary && boot.isEmpty()) {
      // Nobody could tell later whether the system was started anew meanwhile.
      SealedFiles.force(bundle.content(), disk, () -> true);
    }
    Path folder = place(name, source, state, new NewCopy(bundle, stamps));
    return pathFor(folder, bundle.kind());
  }

  /** A copy that is ready but for its place. */
  private record NewCopy(StagedBundle bundle, Optional<Packed> stamps) {}

  private synchronized Path place(
      String name, Path source, Optional<SourceState> state, NewCopy made) throws IOException {
    StagedBundle bundle = made.bundle();
    Optional<SealedCopy> present =
        index.copies(copy -> LoadedNames.baseOf(copy).equals(name)).stream()
            .filter(this::isWhole)
            .findFirst();
    Path folder = present.isPresent() ? folder(present.get()) : unusedName(name);
    if (present.isPresent()) {
      SealedFiles.unprotect(bundle.content());
    } else {
      moveToSealed(bundle.content(), folder);
    }
    Optional<SealedCopy> copy =
        present.isPresent()
            ? present
            : made.stamps().map(stamps -> SealedCopy.of(folder, bundle, boot, stamps));
    copy.map(known -> known.with(bundle.kept()))
        .ifPresent(recorded -> index.put(recorded, source, state));
    return folder;
  }

  /**
   * Takes note that something is loaded from a sealed copy.
   *
   * @param sealed a path that {@link #holds} is true for
   */
  public synchronized void load(Path sealed) {
    loaded.add(nameOf(sealed));
  }

  /**
   * Closes what this JVM keeps open of copies of which nothing is loaded any more.
   *
   * @param sealed paths that {@link #holds} is true for
   */
  public void closeCached(Set<Path> sealed) {
    CachedJars.close(sealed.stream().map(this::folderOf).toList());
  }

  /**
   * Returns whether something was, or may have been, loaded from this path of a copy since this JVM
   * started, also through another store of the same folder.
   *
   * @param sealed a path that {@link #holds} is true for
   */
  public boolean wasLoaded(Path sealed) {
    return loaded.contains(nameOf(sealed));
  }

  /**
   * Gives a sealed copy a path that nothing was loaded from before. Some resources, such as native
   * libraries, can be loaded once per path as long as a process lives. The files themselves stay
   * the ones that were sealed: only their folder gets another name, also where the disk is full.
   *
   * @param sealed a path that {@link #holds} is true for, of which nothing is loaded any more
   * @return the new path; the same where the copy cannot be renamed, which is logged
   */
  public synchronized Path renew(Path sealed) {
    Path folder = folderOf(sealed);
    String name = folder.getFileName().toString();
    Path renewed;
    do {
      renewed = sealedFolder().resolve(loaded.next(name));
    } while (Files.exists(renewed, LinkOption.NOFOLLOW_LINKS));
    CachedJars.close(Set.of(folder));
    try {
      Files.move(folder, renewed, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      log.warn("The sealed copy {} keeps its path: {}", folder, e.toString());
      return sealed;
    }
    index.rename(name, renewed.getFileName().toString());
    return renewed.resolve(folder.relativize(sealed.toAbsolutePath().normalize()));
  }

  /** Returns what PF4J is handed of a sealed folder: the folder, or the one jar in it. */
  static Path pathFor(Path folder, BundleKind kind) throws IOException {
    return kind == BundleKind.JAR ? SealedFiles.singleFile(folder) : folder;
  }

  private static void moveToSealed(Path content, Path folder) throws IOException {
    try {
      Files.move(content, folder, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      SealedFiles.unprotect(content);
      throw e;
    }
    SealedFiles.protectFolder(folder);
  }

  private Path unusedName(String name) {
    Path folder = sealedFolder().resolve(name);
    for (int i = 1; Files.exists(folder, LinkOption.NOFOLLOW_LINKS); i++) {
      folder = sealedFolder().resolve(name + "-" + i);
    }
    return folder;
  }

  private List<Path> copies() {
    try (Stream<Path> children = Files.list(sealedFolder())) {
      return children.toList();
    } catch (IOException e) {
      log.warn("The sealed copies in {} could not be listed: {}", sealedFolder(), e.toString());
      return List.of();
    }
  }

  private void discard(Path folder) throws IOException {
    String name = folder.getFileName().toString();
    SealedFiles.unprotect(folder);
    Optional<SealedCopy> recorded = index.copy(name);
    if (recorded.isPresent() && !temporary) {
      new WrittenFiles(root.resolve("written-by-plugins")).keep(recorded.get(), folder);
    }
    index.forgetCopy(name);
    FileTree.delete(folder);
  }

  private String nameOf(Path sealed) {
    return folderOf(sealed).getFileName().toString();
  }

  private Path folderOf(Path sealed) {
    Path normalized = sealed.toAbsolutePath().normalize();
    if (!normalized.startsWith(sealedFolder()) || normalized.equals(sealedFolder())) {
      throw new IllegalArgumentException("sealed: " + sealed + " is no sealed copy");
    }
    return sealedFolder().resolve(sealedFolder().relativize(normalized).getName(0));
  }

  private void requireOpen() throws IOException {
    if (!lock.isOpen()) {
      throw new IOException("the state directory " + root + " is closed");
    }
  }

  /** Takes note of copies that are on the disk now. */
  private void forced(List<Path> folders) {
    if (!folders.isEmpty()) {
      folders.forEach(folder -> index.lasts(String.valueOf(folder.getFileName())));
      saveIndex();
    }
  }

  private synchronized void saveIndex() {
    if (temporary || !index.takeChanges()) {
      return;
    }
    try {
      IndexFile.in(root).write(index);
    } catch (IOException e) {
      index.notWritten();
      log.warn(
          "The index in {} could not be written; the next start reads every plugin anew: {}",
          root,
          e.toString());
    }
  }

  Path sealedFolder() {
    return sealedFolder(root);
  }

  private static Path sealedFolder(Path stateDirectory) {
    return stateDirectory.resolve("sealed");
  }

  /** Waits, for tests, until what is being forced to the disk is there. */
  void awaitDisk() {
    forcer.await(Duration.ofMinutes(1));
  }

  /** Returns the folders for tests that look inside. */
  List<Path> sealedCopies() {
    return copies();
  }
}

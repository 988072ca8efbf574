package dev.signet.pf4j.workspace;

import dev.signet.Internal;
import dev.signet.bundle.BundleFolder;
import dev.signet.file.ExclusiveLock;
import dev.signet.pf4j.load.BundleDiscovery;
import dev.signet.pf4j.workspace.InstallJournal.Phase;
import dev.signet.verdict.Printable;
import java.io.Closeable;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The hidden folder of a plugins root in which changes to the root are prepared. It lies in the
 * root, where neither PF4J nor {@link BundleDiscovery} looks for plugins, because only there a
 * rename is sure to stay within one file system, and to be permitted: a root is often a mount of
 * its own whose parent belongs to somebody else. Only verified bytes ever come from there into the
 * root; what was in the root before comes back when a change is undone, and what a repair has taken
 * out stays in {@code aside/}.
 *
 * <p>Its lock keeps the root to one change at a time, also among hosts that share the root.
 */
@Internal
public final class InstallWorkspace implements Closeable {
  public static final String NAME = BundleFolder.WORKSPACE;

  /** How long to wait for another change: it is done in a moment, or at work on something large. */
  public static final Duration PATIENCE = Duration.ofSeconds(10);

  private static final Logger LOG = LoggerFactory.getLogger(InstallWorkspace.class);
  private static final String LOCK = "lock";

  private final Path root;
  private final InstallFiles files;
  private final FileChannel lock;

  private InstallWorkspace(Path root, InstallFiles files, FileChannel lock) {
    this.root = root;
    this.files = files;
    this.lock = lock;
  }

  /**
   * Returns whether something lies in the one of a root that is under way, or was interrupted;
   * looking for it changes nothing.
   *
   * @throws IOException when it cannot be looked into, or is no folder
   */
  public static boolean isInUse(Path root) throws IOException {
    Path folder = root.resolve(NAME);
    requireFolder(folder);
    return children(folder).stream().anyMatch(child -> !isLock(child) && !SetAside.isOne(child));
  }

  private static boolean isLock(Path child) {
    return child.endsWith(LOCK) && Files.isRegularFile(child, LinkOption.NOFOLLOW_LINKS);
  }

  private static void requireFolder(Path folder) throws NotDirectoryException {
    if (InstallFiles.exists(folder) && !Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS)) {
      throw new NotDirectoryException(folder.toString());
    }
  }

  /**
   * Opens and locks the one of a root; makes it when it is not there.
   *
   * @param patience how long to wait for another one that changes the root
   * @throws WorkspaceInUseException when that one does not come to an end
   * @throws IOException when the disk does not let it be made or locked, or it is a link
   */
  public static InstallWorkspace open(Path root, InstallFiles files, Duration patience)
      throws IOException {
    Path folder = root.resolve(NAME);
    for (Path missing : List.of(root, folder)) {
      if (!InstallFiles.exists(missing)) {
        makeFolder(missing, files);
      }
    }
    requireFolder(folder);
    FileChannel lock =
        ExclusiveLock.take(folder.resolve(LOCK), patience)
            .orElseThrow(() -> new WorkspaceInUseException(root));
    return new InstallWorkspace(root, files, lock);
  }

  /** Returns a change that is still to begin; {@link PendingChange#discard} ends it. */
  public PendingChange next() {
    int number = 1;
    while (InstallFiles.exists(folder().resolve(String.valueOf(number)))) {
      number++;
    }
    return pending(folder().resolve(String.valueOf(number)));
  }

  /** Finishes or undoes every change that was interrupted. */
  public List<InstallRecovery> recover() throws IOException {
    List<InstallRecovery> recoveries = new ArrayList<>();
    for (Path child : children(folder())) {
      if (!isLock(child) && !SetAside.isOne(child)) {
        recover(child).ifPresent(recoveries::add);
      }
    }
    return recoveries;
  }

  private Optional<InstallRecovery> recover(Path child) {
    PendingChange change = pending(child);
    Optional<InstallJournal> journal;
    try {
      journal = change.recover();
    } catch (IOException e) {
      return Optional.of(RecoveryTexts.unrecovered(root, child, e));
    }
    Optional<InstallRecovery> recovery =
        journal.map(was -> RecoveryTexts.recovered(root, was, was.phase() == Phase.COMMITTED));
    try {
      List<Path> kept = change.discard();
      return recovery.map(done -> RecoveryTexts.keeping(done, kept));
    } catch (IOException e) {
      // What is left over is in nobody's way, and deleted another time.
      return recovery.map(done -> RecoveryTexts.withLeftovers(done, child, e));
    }
  }

  /** Returns what is in a folder, by name; nothing when the folder is not there. */
  public static List<Path> children(Path folder) throws IOException {
    List<Path> children = new ArrayList<>();
    if (!InstallFiles.exists(folder)) {
      return children;
    }
    try (DirectoryStream<Path> stream = Files.newDirectoryStream(folder)) {
      stream.forEach(children::add);
    } catch (DirectoryIteratorException e) {
      throw e.getCause();
    }
    children.sort(Comparator.naturalOrder());
    return children;
  }

  private static void makeFolder(Path folder, InstallFiles files) throws IOException {
    try {
      files.createFolder(folder);
    } catch (FileAlreadyExistsException e) {
      // Another process has just made it.
    }
  }

  private PendingChange pending(Path child) {
    return new PendingChange(root, child, files);
  }

  private Path folder() {
    return root.resolve(NAME);
  }

  /** Gives the lock back; when that fails, it ends with the process. */
  @Override
  public void close() {
    try {
      lock.close();
    } catch (IOException e) {
      LOG.warn("The lock in {} is not given back: {}", Printable.of("" + root), e.toString());
    }
  }
}

package dev.signet.admit;

import dev.signet.file.FileStamp;
import dev.signet.file.FileTree;
import dev.signet.file.NameEncoding;
import dev.signet.file.OwnFiles;
import dev.signet.file.Stamps;
import dev.signet.verdict.Printable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Removes sealed copies. What was written into one after it was made is kept and told: plugins do
 * that which keep their data beside their classes, and read-only permissions do not hold back root.
 *
 * @param root the state directory
 * @param keeping whether that is kept
 */
record CopyRemoval(Path root, CopyRecords records, boolean keeping) {
  private static final Logger log = LoggerFactory.getLogger(SealedStore.class);

  /** A plugin that writes at each start must not fill the disk. */
  private static final int MOST_SETS = 10;

  /**
   * Removes a copy.
   *
   * @param folder its folder, protected or not
   * @throws IOException when it cannot be deleted
   */
  void remove(Path folder) throws IOException {
    String name = folder.getFileName().toString();
    SealedFiles.unprotect(folder);
    Optional<SealedCopy> recorded = records.index().copy(name);
    if (recorded.isPresent() && keeping) {
      keepWritten(recorded.get(), folder);
    }
    records.index().forgetCopy(name);
    FileTree.delete(takenAway(folder));
  }

  /**
   * Takes a copy from its place at once: what a kill leaves of one that is being deleted must not
   * be taken for it. The next opening deletes the rest.
   *
   * @return where it is now; the same where it cannot be moved, such as one that Windows holds open
   */
  private Path takenAway(Path folder) {
    Path place = SealedStore.staging(root).resolve("deleted-" + UUID.randomUUID());
    try {
      return Files.move(folder, place, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      log.debug("{} is deleted where it is", folder, e);
      return folder;
    }
  }

  /**
   * Moves out of a copy what was not there, or not like that, when it was made.
   *
   * @throws IOException when the disk fails
   */
  private void keepWritten(SealedCopy copy, Path folder) throws IOException {
    List<Path> written = find(copy, folder);
    if (written.isEmpty()) {
      return;
    }
    String first = Printable.of(folder.relativize(written.get(0)).toString());
    String more = written.size() == 1 ? "" : " and " + (written.size() - 1) + " more";
    String where =
        move(written, folder)
            .map(place -> "kept in " + place)
            .orElseGet(
                () -> "not kept, since there are " + MOST_SETS + " like it; empty " + aside());
    log.warn(
        "Plugin {} has written into its own sealed copy, which goes when it is not what was verified"
            + " any more: {}{}, {}. Plugins keep their data in the folder that"
            + " SignedPluginInstaller.dataFolder returns; tell the plugin's author.",
        SealedName.pluginOf(copy.name()),
        first,
        more,
        where);
  }

  private Path aside() {
    return root.resolve("written-by-plugins");
  }

  private static List<Path> find(SealedCopy copy, Path folder) throws IOException {
    if (!Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS)) {
      return List.of();
    }
    Map<String, FileStamp> made = Stamps.read(copy.stamps()).byPath();
    List<Path> written = new ArrayList<>();
    try (Stream<Path> tree = Files.walk(folder)) {
      for (Path file : (Iterable<Path>) tree.sorted()::iterator) {
        // Of a name that this locale cannot have nobody can tell whether it was there.
        if (NameEncoding.canTell(file) && Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
          FileStamp before = made.get(SealedFiles.relative(folder, file));
          Optional<FileStamp> now = FileStamp.of(file);
          if (before == null || now.filter(stamp -> isRewritten(before, stamp)).isPresent()) {
            written.add(file);
          }
        }
      }
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
    return written;
  }

  /** One that a backup brought back is another file, which nobody has written to. */
  private static boolean isRewritten(FileStamp before, FileStamp now) {
    return before.device() == now.device()
        && before.inode() == now.inode()
        && (before.size() != now.size() || before.modifiedTimeNanos() != now.modifiedTimeNanos());
  }

  /** Returns where they are now; empty when there are enough already. */
  private Optional<Path> move(List<Path> written, Path folder) throws IOException {
    OwnFiles.prepareFolder(aside());
    for (int number = 1; number <= MOST_SETS; number++) {
      Path place = aside().resolve(folder.getFileName() + "." + number);
      if (Files.notExists(place, LinkOption.NOFOLLOW_LINKS)) {
        for (Path file : written) {
          Path target = place.resolve(folder.relativize(file).toString());
          OwnFiles.createParents(target);
          Files.move(file, target);
        }
        return Optional.of(place);
      }
    }
    return Optional.empty();
  }
}

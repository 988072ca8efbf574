package dev.signet.admit;

import dev.signet.file.FileTree;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Optional;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Removes sealed copies, and keeps what plugins have written into them.
 *
 * @param root the state directory
 * @param keeping whether that is kept
 */
record CopyRemoval(Path root, CopyRecords records, boolean keeping) {
  private static final Logger log = LoggerFactory.getLogger(SealedStore.class);

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
      new WrittenFiles(root.resolve("written-by-plugins")).keep(recorded.get(), folder);
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
}

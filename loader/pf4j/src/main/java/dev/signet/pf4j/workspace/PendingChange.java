package dev.signet.pf4j.workspace;

import dev.signet.Internal;
import dev.signet.pf4j.workspace.InstallJournal.Phase;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * One change to a plugins root, in a folder of its own within the workspace: {@code new/}, {@code
 * old/} and {@code journal.json}. Whatever happens between two steps, {@link #recover} can tell
 * from what is there which of them were taken.
 */
@Internal
public final class PendingChange {
  private final Path root;
  private final Path folder;
  private final InstallFiles files;

  PendingChange(Path root, Path folder, InstallFiles files) {
    this.root = root;
    this.folder = folder;
    this.files = files;
  }

  /** Makes the folders. */
  public void begin() throws IOException {
    files.createFolder(folder);
    files.createFolder(incoming());
    files.createFolder(outgoing());
  }

  /** Puts a copy of the verified bytes where a rename brings them into the root. */
  public void stage(Path sealed, String name) throws IOException {
    files.copy(sealed, incoming().resolve(name));
    files.force(incoming());
  }

  /** Brings the old out and the new in. Each step lasts before the next one is taken. */
  public void swap(InstallJournal journal) throws IOException {
    // The names on the way to what is about to lie in here must last, too.
    for (Path parent : List.of(folder, workspace(), root)) {
      files.force(parent);
    }
    files.write(journalFile(), journal.toBytes());
    for (String name : journal.replaced()) {
      files.move(root.resolve(name), outgoing().resolve(name));
    }
    files.force(outgoing());
    files.force(root);
    if (journal.installed() != null) {
      files.move(incoming().resolve(journal.installed()), root.resolve(journal.installed()));
      files.force(root);
      files.force(incoming());
    }
  }

  /** From here on the change is finished after a crash, and not undone. */
  public void commit(InstallJournal journal) throws IOException {
    files.write(journalFile(), journal.in(Phase.COMMITTED).toBytes());
  }

  /** Brings the new out and the old in, however far {@link #swap} had come, also after a commit. */
  public void undo(InstallJournal journal) throws IOException {
    Optional<InstallJournal> written = InstallJournal.read(journalFile());
    if (written.isEmpty()) {
      return;
    }
    if (written.get().phase() == Phase.COMMITTED) {
      files.write(journalFile(), journal.in(Phase.SWAPPING).toBytes());
    }
    takeOutNew(journal);
    for (String name : journal.replaced()) {
      if (InstallFiles.exists(outgoing().resolve(name))) {
        files.move(outgoing().resolve(name), root.resolve(name));
      }
    }
    files.force(root);
    files.force(outgoing());
    // Before anything else goes: without its folders the journal would be misread.
    files.delete(journalFile());
    files.force(folder);
  }

  /**
   * Deletes the folder, the journal last: while it is there, what lies in it has its reason. What a
   * repair has taken out is kept.
   *
   * @return where that is; as a rule nowhere
   */
  public List<Path> discard() throws IOException {
    List<Path> kept = new ArrayList<>();
    Optional<InstallJournal> journal = InstallJournal.read(journalFile());
    if (journal.filter(PendingChange::keepsWhatItReplaced).isPresent()) {
      Path now = root.resolve(String.valueOf(journal.get().installed()));
      for (String name : journal.get().replaced()) {
        new SetAside(workspace(), files).keep(outgoing().resolve(name), now).ifPresent(kept::add);
      }
    }
    files.delete(incoming());
    files.delete(outgoing());
    if (InstallFiles.exists(folder)) {
      files.force(folder);
    }
    files.delete(journalFile());
    files.delete(folder);
    return kept;
  }

  private static boolean keepsWhatItReplaced(InstallJournal journal) {
    return journal.action() == InstallAction.REPAIR && journal.phase() == Phase.COMMITTED;
  }

  /**
   * Finishes or undoes what was interrupted.
   *
   * @return what it was; empty when nothing had been changed yet
   * @throws IOException when the disk fails, or what lies here was made by nobody who installs
   */
  Optional<InstallJournal> recover() throws IOException {
    requireFolders();
    Optional<InstallJournal> journal = InstallJournal.read(journalFile());
    if (journal.isEmpty() && !InstallWorkspace.children(outgoing()).isEmpty()) {
      throw new WorkspaceDamagedException(
          outgoing()
              + " holds what was in the plugins root, and no journal says why; put back by hand what"
              + " is wanted of it, then delete "
              + folder
              + ".",
          null);
    }
    if (journal.isPresent() && journal.get().phase() == Phase.SWAPPING) {
      undo(journal.get());
    }
    return journal;
  }

  /** A link among them would have things moved and deleted where it leads. */
  private void requireFolders() throws IOException {
    for (Path own : List.of(folder, incoming(), outgoing())) {
      if (InstallFiles.exists(own) && !Files.isDirectory(own, LinkOption.NOFOLLOW_LINKS)) {
        throw new WorkspaceDamagedException(
            own + " is a link or a file, not a folder; delete it by hand.", null);
      }
    }
  }

  /**
   * What has the new one's name is the new one only when that has left {@code new/}, and the old
   * one of that name, if there was one, lies in {@code old/}.
   */
  private void takeOutNew(InstallJournal journal) throws IOException {
    String name = journal.installed();
    if (name == null || !InstallFiles.exists(root.resolve(name))) {
      return;
    }
    boolean hasLeft = !InstallFiles.exists(incoming().resolve(name));
    boolean oldOneOut =
        !journal.replaced().contains(name) || InstallFiles.exists(outgoing().resolve(name));
    if (hasLeft && oldOneOut) {
      files.move(root.resolve(name), incoming().resolve(name));
      files.force(root);
    } else if (oldOneOut && journal.replaced().contains(name)) {
      throw new FileAlreadyExistsException(
          root.resolve(name).toString(), null, "somebody put it there during the change");
    }
  }

  private Path workspace() {
    return root.resolve(InstallWorkspace.NAME);
  }

  private Path incoming() {
    return folder.resolve("new");
  }

  private Path outgoing() {
    return folder.resolve("old");
  }

  private Path journalFile() {
    return folder.resolve("journal.json");
  }
}

package dev.signet.bundle.read;

import dev.signet.bundle.BundleEntry;
import dev.signet.bundle.BundleKind;
import dev.signet.bundle.EntryReader;
import dev.signet.verdict.Finding;
import java.io.Closeable;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * A plugin as shipped, listed once within limits. Nothing of it is followed, executed or written
 * to.
 *
 * <p>Only regular files are part of a bundle. A file with several hard links is one like any other:
 * its bytes are read once and copied, so a change through another name comes too late. Folders
 * exist through their files; an empty one is not part of the bundle and is not sealed.
 *
 * <p>Listing is done when {@link BundleOpener} returns; after that a bundle may be read by several
 * threads.
 */
public interface Bundle extends Closeable {

  /** Returns the path the bundle was opened at. */
  Path source();

  /** Returns how it is shipped; a guess by its name when it is unknown. */
  BundleKind kind();

  /**
   * Returns the regular files with safe paths, in the order of their paths; never more than the
   * limit. What the layout ignores is left out.
   */
  List<BundleEntry> entries();

  /**
   * Returns what is wrong with the bundle as a whole or with names in it; of very many, the first
   * 1,000 problems and 1,000 notices found, and how many more. Further problems may come up while
   * reading, as exceptions of an {@link EntryReader} and of its streams.
   */
  List<Finding> findings();

  /**
   * Returns whether there is an entry or a finding for everything in the bundle: false when a limit
   * was hit, the bundle itself could not be opened or the archive is malformed, so that comparing
   * makes no sense. Links, special files, unsafe names and what could not be read do not make it
   * false: each has a finding at its path, which is empty for the bundle's own folder.
   */
  boolean isComplete();

  /** Returns a new reader of its entries, for one thread; to be closed before the bundle is. */
  EntryReader reader();

  /** Returns the private copy of an archive in the scratch folder; empty for a folder. */
  Optional<Path> archiveCopy();

  /** Closes what is open; deletes nothing. Calling it again has no effect. */
  @Override
  void close();
}

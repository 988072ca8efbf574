package dev.signet.bundle.read;

import dev.signet.bundle.BundleEntry;
import dev.signet.bundle.BundleKind;
import dev.signet.bundle.EntryReader;
import dev.signet.bundle.EntryRules;
import dev.signet.bundle.Layout;
import dev.signet.bundle.Limits;
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
 * <p>Listing is done when {@code open} returns; after that a bundle may be read by several threads.
 */
public interface Bundle extends Closeable {

  /**
   * Lists the bundle at a path in our own layout, in which nothing is ignored.
   *
   * @see #open(Path, Layout, Limits, Path)
   */
  static Bundle open(Path source, Limits limits, Path scratch) {
    return open(source, Layout.PLUGIN, limits, scratch);
  }

  /**
   * Lists the bundle at a path: a folder, or a regular file whose name ends in {@code .zip} or
   * {@code .jar} (in any case). A bad bundle is never an exception: what is wrong is among the
   * {@link #findings}.
   *
   * @param layout says which names are no part of the bundle: they are neither listed nor looked
   *     into, and cause no findings in a folder
   * @param scratch an empty folder of the caller's on a private file system, into which an archive
   *     is copied before it is looked at; the caller deletes it
   */
  static Bundle open(Path source, Layout layout, Limits limits, Path scratch) {
    return open(source, new EntryRules(layout, limits), scratch);
  }

  /** Opens a bundle as the other method does, by rules that may leave out more. */
  static Bundle open(Path source, EntryRules rules, Path scratch) {
    return open(source, rules, scratch, FoundFiles.UNUSED);
  }

  /** Opens a bundle as the other method does, and tells of a folder's files as they are found. */
  static Bundle open(Path source, EntryRules rules, Path scratch, FoundFiles files) {
    return BundleOpener.open(source, rules, scratch, files);
  }

  /** Returns the path the bundle was opened at. */
  Path source();

  /** Returns how it is shipped; a guess by its name when it cannot be told. */
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

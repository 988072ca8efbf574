package dev.signet.bundle;

import dev.signet.verdict.Finding;
import java.io.Closeable;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * A plugin as shipped, listed once within limits. Nothing of it is followed, executed or written
 * to.
 */
public interface Bundle extends Closeable {

  /**
   * Lists the bundle at a path. A bad bundle is never an exception: what is wrong is among the
   * {@link #findings}.
   *
   * @param scratch an empty folder of the caller's on a private file system, into which an archive
   *     is copied before it is looked at; the caller deletes it
   */
  static Bundle open(Path source, Limits limits, Path scratch) {
    throw new UnsupportedOperationException();
  }

  Path source();

  BundleKind kind();

  /** Regular files with safe paths, in the order of their paths; never more than the limit. */
  List<BundleEntry> entries();

  /**
   * What is wrong with the bundle as a whole or with names in it. Further problems may come up
   * while reading, as exceptions of {@link #open(BundleEntry)}.
   */
  List<Finding> findings();

  /**
   * Whether {@link #entries} is all there is: false when a limit was hit or the archive is
   * malformed, so that comparing makes no sense.
   */
  boolean isComplete();

  /**
   * Opens an entry for one reading. The stream ends after at most the file limit; what goes wrong
   * is a {@link BundleException} with its finding.
   */
  InputStream open(BundleEntry entry) throws BundleException;

  /** The private copy of an archive in the scratch folder; empty for a folder. */
  Optional<Path> archiveCopy();

  @Override
  void close();
}

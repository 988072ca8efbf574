package dev.signet.bundle.read;

import dev.signet.bundle.BundleEntry;
import dev.signet.bundle.EntryReader;
import dev.signet.file.FileStamp;
import java.util.function.Supplier;

/**
 * Is told of a folder's files while it is listed, on the thread that lists, so that some can be
 * read while others are still looked for. What comes of the listing is not known by then: it may
 * still be that nothing of the bundle may be used. Of an archive nothing is told.
 */
public interface FoundFiles {

  /** Listing begins: from now on, files can be read with readers from here. */
  void opened(Supplier<EntryReader> readers);

  /** A name was come upon, whatever it is of. */
  default void named() {}

  /**
   * The latest name is of a file or folder that is part of the bundle, which was looked at before
   * it was opened. A folder comes before what it holds; where there are no stamps, nothing is told.
   */
  default void stamped(String path, FileStamp stamp) {}

  /** A file was found, which is going to be among the bundle's entries. */
  void found(BundleEntry entry);

  /** Leaves all files for later. */
  FoundFiles UNUSED =
      new FoundFiles() {
        @Override
        public void opened(Supplier<EntryReader> readers) {}

        @Override
        public void found(BundleEntry entry) {}
      };
}

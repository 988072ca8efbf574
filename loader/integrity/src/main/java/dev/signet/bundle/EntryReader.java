package dev.signet.bundle;

import dev.signet.Internal;
import dev.signet.bundle.read.Bundle;
import java.io.Closeable;
import java.io.InputStream;

/**
 * Opens a bundle's entries one after the other, and keeps open between them what the next one is
 * likely to need. For one thread; several threads take one each.
 */
@Internal
public interface EntryReader extends Closeable {

  /**
   * Opens an entry for one reading. The stream delivers exactly the listed number of bytes and in
   * an archive checks them against their checksum; whatever else there is ends it with a {@link
   * BundleException} that has the finding. Only a stream read to its end has been checked. It is to
   * be closed before the next entry is opened.
   *
   * @param entry one of {@link Bundle#entries}
   * @throws BundleException when the entry cannot be opened, or is no regular file any more
   */
  InputStream open(BundleEntry entry) throws BundleException;

  @Override
  void close();
}

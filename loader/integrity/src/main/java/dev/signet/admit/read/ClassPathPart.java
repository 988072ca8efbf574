package dev.signet.admit.read;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.jar.Manifest;

/**
 * A folder or jar on a plugin's class path. Names are those that a class loader is asked for. Safe
 * for use by several threads.
 */
public interface ClassPathPart extends Closeable {
  /** Returns where it lies: what is told of classes from it. */
  Path location();

  /** Returns whether it is a jar, and no folder. */
  boolean isJar();

  /**
   * Returns the name under which something is to be read here; empty when there is no such thing.
   * Decided by what was verified, and not by what lies there.
   */
  Optional<String> find(String name);

  /**
   * Returns the bytes of something, all of which were held against what was verified.
   *
   * @param found what {@link #find} returned
   * @throws SealedCopyChangedException when it is something else by now
   * @throws IOException when it cannot be read
   */
  byte[] read(String found) throws IOException;

  /** Returns the manifest of a jar; empty when there is none. */
  Optional<Manifest> manifest() throws IOException;
}

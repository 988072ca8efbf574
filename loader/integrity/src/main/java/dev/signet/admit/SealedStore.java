package dev.signet.admit;

import java.io.Closeable;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;

/** The state directory: staging, sealed copies, their index. One process at a time. */
public final class SealedStore implements Closeable {
  private SealedStore() {}

  /**
   * Opens and locks the store.
   *
   * @throws IllegalStateException when another process holds it, others can write to it, or it lies
   *     inside one of the plugins roots
   */
  public static SealedStore open(Path stateDirectory, List<Path> pluginsRoots) {
    throw new UnsupportedOperationException();
  }

  /** Opens a private one in the system's temporary folder, deleted at {@link #close}. */
  public static SealedStore temporary() {
    throw new UnsupportedOperationException();
  }

  /** Returns whether the path lies in the store's sealed folder. */
  public boolean holds(Path path) {
    throw new UnsupportedOperationException();
  }

  /** Makes the sealed copy writable and deletes it. */
  public void delete(Path sealed) {
    throw new UnsupportedOperationException();
  }

  /** Deletes every sealed copy but these. */
  public void sweep(Set<Path> inUse) {
    throw new UnsupportedOperationException();
  }

  @Override
  public void close() {
    throw new UnsupportedOperationException();
  }
}

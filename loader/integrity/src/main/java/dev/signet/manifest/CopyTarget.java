package dev.signet.manifest;

import dev.signet.bundle.BundleEntry;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Optional;

/** Where the bytes of a bundle's entries go while they are hashed. */
@FunctionalInterface
public interface CopyTarget {

  /** Copies nothing. */
  CopyTarget NONE = entry -> Optional.empty();

  /**
   * Returns the stream that takes the entry's bytes, or empty when the entry is not copied. The
   * reader closes it, also after a failure; what a failed reading left behind is the caller's to
   * delete. Never asked for an entry the layout ignores.
   *
   * @throws IOException when the copy cannot be made; reading then stops with a finding
   */
  Optional<OutputStream> open(BundleEntry entry) throws IOException;
}

package dev.signet.oci;

import dev.signet.Internal;
import java.io.IOException;
import java.nio.channels.WritableByteChannel;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Where bundles lie under their digests. Nothing that it returns has been checked; the messages of
 * what it throws are the rest of a sentence about it.
 */
@Internal
public sealed interface BundleStore permits OciRepository, OciLayout {

  /** Returns how people name a bundle in it. */
  String name(String digest);

  /**
   * Returns the bytes of a manifest, of a bounded number.
   *
   * @param version digest or tag
   */
  byte[] manifest(String version) throws IOException;

  /** Returns whether it has a blob. */
  boolean has(Blob blob) throws IOException;

  /** Writes a blob somewhere; not more bytes than the blob has. */
  void read(Blob blob, WritableByteChannel target) throws IOException;

  /** Takes a blob. */
  void write(Blob blob, Path file) throws IOException;

  /**
   * Takes a manifest whose blobs it has.
   *
   * @param tag by which it shall be found, too
   */
  void write(byte[] manifest, Optional<String> tag) throws IOException;
}

package dev.signet.sample.host.command;

import dev.signet.file.NameEncoding;
import dev.signet.oci.OciReference;
import dev.signet.sample.host.Dashboard;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.ToIntFunction;

/**
 * Where a bundle lies that is to be installed.
 *
 * @param path on the disk; what is in a registry has none
 * @param reference of what is in a registry
 */
record BundleLocation(Path path, Optional<OciReference> reference) {
  static final String DESCRIPTION =
      "Folder, zip or jar, only read; or oci:REGISTRY/REPOSITORY@DIGEST.";

  /**
   * Reads one.
   *
   * @throws IllegalArgumentException when it can be none; the message says what to write
   */
  static BundleLocation parse(String text) {
    if (OciReference.isMeant(text)) {
      return new BundleLocation(Path.of(""), Optional.of(OciReference.parse(text)));
    }
    try {
      return new BundleLocation(NameEncoding.path(text), Optional.empty());
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException("'" + text + "' " + e.getMessage(), e);
    }
  }

  boolean isMissing() {
    return reference.isEmpty() && Files.notExists(path, LinkOption.NOFOLLOW_LINKS);
  }

  /** Does something with the bundle, which is fetched where it is not on the disk. */
  int on(Dashboard host, ToIntFunction<Path> work) {
    if (reference.isEmpty()) {
      return work.applyAsInt(path);
    }
    try {
      Path fetched = host.registries().fetch(reference.get(), host.installer().staging());
      try {
        return work.applyAsInt(fetched);
      } finally {
        Files.deleteIfExists(fetched);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e.getMessage(), e);
    }
  }
}

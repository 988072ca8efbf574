package dev.signet.pf4j;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * What is there of a plugin.
 *
 * @param id the plugin's id
 * @param version of what is loaded, or of a bundle in a root; empty when it cannot be told
 * @param paths every bundle in the roots that says it is this plugin, and folders beside a zip of
 *     the same name, which PF4J once unpacked from it
 * @param elsewhere where it was loaded from when that is not directly in a root
 * @param isSignedUnseen whether it is not loaded, so that no ledger need know of it, and somebody
 *     vouches for one of the bundles
 */
record InstalledPlugin(
    String id,
    Optional<String> version,
    List<Path> paths,
    Optional<Path> elsewhere,
    boolean isSignedUnseen) {
  InstalledPlugin {
    paths = List.copyOf(paths);
  }

  boolean isThere() {
    return !paths.isEmpty() || elsewhere.isPresent();
  }
}

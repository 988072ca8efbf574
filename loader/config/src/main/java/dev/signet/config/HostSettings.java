package dev.signet.config;

import dev.signet.trust.TrustSource;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * Settings that a host has read itself, from wherever it keeps them, under the names that the file
 * has. Immutable.
 *
 * @param folder where relative paths start; a relative one starts at the working directory
 * @param root all settings
 * @param origin where they were read
 * @param trust whose signatures count; empty for what the settings say
 */
public record HostSettings(
    Path folder, Node.Mapping root, Origin origin, Optional<TrustSource> trust) {

  /** Makes the folder absolute. */
  public HostSettings {
    folder = folder.toAbsolutePath();
    Objects.requireNonNull(root, "root");
    Objects.requireNonNull(origin, "origin");
    Objects.requireNonNull(trust, "trust");
  }

  /**
   * Where settings were read.
   *
   * @param prefix stands before the name of each, as in {@code signet.}
   * @param files that have any; none may lie in a folder of plugins
   */
  public record Origin(String prefix, List<Path> files) {
    /** Copies the list. */
    public Origin {
      Objects.requireNonNull(prefix, "prefix");
      files = List.copyOf(files);
    }
  }

  static HostSettings ofFile(Path file, Node.Mapping root) {
    Path absolute = file.toAbsolutePath();
    return new HostSettings(
        absolute.resolveSibling(""), root, new Origin("", List.of(absolute)), Optional.empty());
  }
}

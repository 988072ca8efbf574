package dev.signet.postgres;

import java.time.Instant;
import java.util.Objects;
import java.util.Optional;

/**
 * Something that a node has reported differently than before. All texts are the node's own words,
 * unescaped.
 *
 * @param at when it was reported, by the database's clock
 * @param node the node's name
 * @param key names the target, as {@link dev.signet.report.ScanTarget#key} does
 * @param plugin the plugin's id; the name of its file or folder when it is not known
 * @param version its version; empty for none
 * @param standing where it stands since, in one to three words; empty when it is there no longer
 * @param running whether a plugin of it runs since
 */
public record NodeChange(
    Instant at,
    String node,
    String key,
    String plugin,
    String version,
    Optional<String> standing,
    boolean running) {

  /** Checks that nothing is null. */
  public NodeChange {
    Objects.requireNonNull(at, "at");
    Objects.requireNonNull(node, "node");
    Objects.requireNonNull(key, "key");
    Objects.requireNonNull(plugin, "plugin");
    Objects.requireNonNull(version, "version");
    Objects.requireNonNull(standing, "standing");
  }
}

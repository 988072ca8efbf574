package dev.signet.postgres;

import dev.signet.report.IntegrityState;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;

/**
 * What a node has last reported of a plugin, or of its own folder. All texts are the node's own
 * words, unescaped.
 *
 * @param node the node's name
 * @param key names the target, as {@link dev.signet.report.ScanTarget#key} does
 * @param plugin the plugin's id; the name of its file or folder when it is not known
 * @param version its version; empty for none
 * @param contentDigest a digest of what it is made of; empty when that is not known
 * @param standing where it stands, in one to three words
 * @param needsAttention whether somebody should look at it
 * @param running whether a plugin of it runs
 * @param since since when it is reported like this, by the database's clock
 * @param state all there is to tell of it; empty when there was too much of it, or when it cannot
 *     be read here, as of a node of another operating system
 */
public record NodeResult(
    String node,
    String key,
    String plugin,
    String version,
    String contentDigest,
    String standing,
    boolean needsAttention,
    boolean running,
    Instant since,
    Optional<IntegrityState> state) {

  /** Checks that nothing is null. */
  public NodeResult {
    Objects.requireNonNull(node, "node");
    Objects.requireNonNull(key, "key");
    Objects.requireNonNull(plugin, "plugin");
    Objects.requireNonNull(version, "version");
    Objects.requireNonNull(contentDigest, "contentDigest");
    Objects.requireNonNull(standing, "standing");
    Objects.requireNonNull(since, "since");
    Objects.requireNonNull(state, "state");
  }
}

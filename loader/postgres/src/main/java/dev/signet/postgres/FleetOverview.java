package dev.signet.postgres;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * The nodes of a fleet compared with each other: a part of the nodes, a part of the releases that
 * run on them, and what most have in common. All texts are the nodes' own words, unescaped.
 *
 * @param at when it was asked, by the database's clock
 * @param usual what most of all nodes have in common
 * @param nodes some nodes, by name
 * @param fittingNodes how many nodes fit the filter
 * @param releases some releases, by plugin, the one on most nodes first
 * @param fittingReleases how many releases fit the filter
 */
public record FleetOverview(
    Instant at,
    Usual usual,
    List<Node> nodes,
    long fittingNodes,
    List<Release> releases,
    long fittingReleases) {

  /** Copies the lists. */
  public FleetOverview {
    Objects.requireNonNull(at, "at");
    Objects.requireNonNull(usual, "usual");
    nodes = List.copyOf(nodes);
    releases = List.copyOf(releases);
  }

  /**
   * What most nodes report, each for itself; of several that equally many report, one. Empty texts
   * where there is no node.
   *
   * @param nodes how many nodes there are
   */
  public record Usual(
      long nodes,
      String engineVersion,
      String channel,
      String trustFingerprint,
      String policyDigest) {

    /** Checks that nothing is null. */
    public Usual {
      Objects.requireNonNull(engineVersion, "engineVersion");
      Objects.requireNonNull(channel, "channel");
      Objects.requireNonNull(trustFingerprint, "trustFingerprint");
      Objects.requireNonNull(policyDigest, "policyDigest");
    }
  }

  /** In what a node can differ from most. */
  public enum Trait {
    /** Its version of Signet. */
    ENGINE_VERSION,
    /** Its release channel. */
    CHANNEL,
    /** What it trusts. */
    TRUST,
    /** What it has decided. */
    POLICY
  }

  /**
   * A node beside the others.
   *
   * @param node what it reports of itself
   * @param differing how many of its targets are of another version or content than on most nodes
   *     that have them
   * @param lacking how many targets that more than half of all nodes have it does not have
   * @param found where its targets stand that need attention: the three that most are at
   */
  public record Node(FleetNode node, long differing, long lacking, List<Found> found) {
    /** Copies the list. */
    public Node {
      Objects.requireNonNull(node, "node");
      found = List.copyOf(found);
    }

    /** Returns in what it differs from what is usual. */
    public List<Trait> differences(Usual usual) {
      List<Trait> differences = new ArrayList<>();
      if (!node.engineVersion().equals(usual.engineVersion())) {
        differences.add(Trait.ENGINE_VERSION);
      }
      if (!node.channel().equals(usual.channel())) {
        differences.add(Trait.CHANNEL);
      }
      if (!node.trustFingerprint().equals(usual.trustFingerprint())) {
        differences.add(Trait.TRUST);
      }
      if (!node.policyDigest().equals(usual.policyDigest())) {
        differences.add(Trait.POLICY);
      }
      return differences;
    }
  }

  /**
   * Where some targets of a node stand.
   *
   * @param standing in one to three words
   * @param targets how many
   */
  public record Found(String standing, long targets) {
    /** Checks that nothing is null. */
    public Found {
      Objects.requireNonNull(standing, "standing");
    }
  }

  /**
   * A version and content of a plugin, on all nodes.
   *
   * @param plugin the plugin's id; the name of its file or folder when it is not known
   * @param version its version; empty for none
   * @param contentDigest a digest of what it is made of; empty when that is not known
   * @param nodes how many nodes have it
   * @param running on how many of them it runs
   * @param needingAttention on how many of them somebody should look at it
   * @param since since when the first of them reports it as it is now
   * @param latest since when the last of them does
   * @param releases how many releases of the plugin there are on all nodes
   * @param some at most five nodes that fit the filter and have it, by name
   */
  public record Release(
      String plugin,
      String version,
      String contentDigest,
      long nodes,
      long running,
      long needingAttention,
      Instant since,
      Instant latest,
      long releases,
      List<String> some) {

    /** Copies the list. */
    public Release {
      Objects.requireNonNull(plugin, "plugin");
      Objects.requireNonNull(version, "version");
      Objects.requireNonNull(contentDigest, "contentDigest");
      Objects.requireNonNull(since, "since");
      Objects.requireNonNull(latest, "latest");
      some = List.copyOf(some);
    }
  }
}

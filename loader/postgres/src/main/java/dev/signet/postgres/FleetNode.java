package dev.signet.postgres;

import dev.signet.report.RevocationFreshness;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;

/**
 * A node as it last reported itself. All texts are the node's own words, unescaped; times are the
 * database's, but for those of its lists and its rescan.
 *
 * @param name its name
 * @param login the database's login it reports by
 * @param firstSeen when it first reported
 * @param lastSeen when it last reported
 * @param silentFor how long ago that was when it was asked, by the database's clock
 * @param engineVersion which version of Signet it runs
 * @param channel its release channel
 * @param trustFingerprint a digest of all that it trusts
 * @param policyDigest a digest of what it has decided
 * @param lists how up to date its revocation lists are
 * @param lastRescan when it last read everything again; empty for never
 * @param targets how many plugins it has, its own folder included
 * @param needingAttention how many of these somebody should look at
 */
public record FleetNode(
    String name,
    String login,
    Instant firstSeen,
    Instant lastSeen,
    Duration silentFor,
    String engineVersion,
    String channel,
    String trustFingerprint,
    String policyDigest,
    RevocationFreshness lists,
    Optional<Instant> lastRescan,
    int targets,
    int needingAttention) {

  /** Checks that nothing is null. */
  public FleetNode {
    Objects.requireNonNull(name, "name");
    Objects.requireNonNull(login, "login");
    Objects.requireNonNull(firstSeen, "firstSeen");
    Objects.requireNonNull(lastSeen, "lastSeen");
    Objects.requireNonNull(silentFor, "silentFor");
    Objects.requireNonNull(engineVersion, "engineVersion");
    Objects.requireNonNull(channel, "channel");
    Objects.requireNonNull(trustFingerprint, "trustFingerprint");
    Objects.requireNonNull(policyDigest, "policyDigest");
    Objects.requireNonNull(lists, "lists");
    Objects.requireNonNull(lastRescan, "lastRescan");
  }
}

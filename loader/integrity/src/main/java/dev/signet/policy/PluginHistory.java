package dev.signet.policy;

import dev.signet.Internal;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * What a host's ledger has to say when it is decided about one bundle.
 *
 * @param entry what is remembered of the plugin; empty when nothing is
 * @param laterInstant the instant of an earlier check that the clock now denies; empty when time
 *     goes on as it should
 * @param unavailable why the ledger has nothing to say; empty when it has
 */
@Internal
public record PluginHistory(
    Optional<LedgerEntry> entry, Optional<Instant> laterInstant, Optional<String> unavailable) {

  /** How far the clock may go back unreported, for it to be set right: 5 minutes. */
  public static final Duration CLOCK_TOLERANCE = Duration.ofMinutes(5);

  /** Where no ledger is kept, as for a look at a bundle by somebody who is no host. */
  public static final PluginHistory NONE =
      new PluginHistory(Optional.empty(), Optional.empty(), Optional.empty());

  /** Checks that nothing is null. */
  public PluginHistory {
    Objects.requireNonNull(entry, "entry");
    Objects.requireNonNull(laterInstant, "laterInstant");
    Objects.requireNonNull(unavailable, "unavailable");
  }

  /**
   * Asks a ledger. Never throws: a ledger that does is one that is unavailable.
   *
   * @param id the plugin's id; empty when the bundle does not say
   * @param at the instant of the check
   */
  public static PluginHistory of(SigningLedger ledger, String id, Instant at) {
    try {
      Optional<LedgerEntry> entry = id.isEmpty() ? Optional.empty() : ledger.find(id);
      Optional<Instant> latest = ledger.latestInstant();
      boolean wentBack =
          latest.isPresent() && Duration.between(at, latest.get()).compareTo(CLOCK_TOLERANCE) > 0;
      return new PluginHistory(entry, wentBack ? latest : Optional.empty(), Optional.empty());
    } catch (LedgerException e) {
      return unavailable(String.valueOf(e.getMessage()));
    } catch (RuntimeException e) {
      // A host may plug in any ledger, and its database's errors are not ours to know.
      return unavailable("The host's ledger failed: " + e + ".");
    }
  }

  /**
   * Returns what to go by where a ledger does not know a plugin, since it was never loaded, but
   * releases of it lie there: as if they had been admitted just now, and were all its author's.
   *
   * @param releases of one plugin; at least one
   */
  public static PluginHistory ofInstalled(
      List<SignedRelease> releases, Instant at, VersionOrder order) {
    LedgerEntry entry = LedgerEntry.after(Optional.empty(), releases.get(0), at, order);
    for (SignedRelease release : releases) {
      entry = entry.confirmed(release, order);
    }
    return new PluginHistory(Optional.of(entry), Optional.empty(), Optional.empty());
  }

  private static PluginHistory unavailable(String why) {
    return new PluginHistory(Optional.empty(), Optional.empty(), Optional.of(why));
  }
}

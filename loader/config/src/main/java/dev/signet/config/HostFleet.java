package dev.signet.config;

import dev.signet.pf4j.AdmissionOptions;
import dev.signet.pf4j.PluginAdmission;
import dev.signet.postgres.FleetLedger;
import dev.signet.postgres.FleetNodes;
import dev.signet.postgres.NodeReporter;
import dev.signet.postgres.PostgresLedger;
import java.nio.file.Path;
import java.util.List;

/**
 * What a host has of its fleet by the settings below {@code database}: the ledger that all hosts
 * share, what it tells the others of itself, and what these tell. Needs signet-postgres.
 */
public final class HostFleet implements AutoCloseable {
  private final FleetLedger ledger;
  private final NodeReporter reporter;
  private final FleetNodes nodes;

  private HostFleet(PostgresLedger shared, FleetLedger ledger, DatabaseSettings.Wanted settings) {
    this.ledger = ledger;
    NodeReporter usual = NodeReporter.of(shared);
    NodeReporter timed = settings.reportEvery().map(usual::every).orElse(usual);
    this.reporter = settings.listen() ? timed.listening() : timed;
    this.nodes = FleetNodes.of(shared);
  }

  /**
   * Opens the host's own ledger; nothing is asked of the database yet.
   *
   * @throws IllegalArgumentException when a setting cannot be
   * @throws IllegalStateException when the folder of the ledger cannot be used
   */
  static HostFleet open(DatabaseSettings.Wanted settings, List<Path> plugins) {
    DatabaseSettings.Place place = settings.place();
    PostgresLedger shared =
        PostgresLedger.connect(place.url(), place.user(), place.passwordFile(), place.node());
    PostgresLedger inSchema = place.schema().map(shared::inSchema).orElse(shared);
    FleetLedger ledger = FleetLedger.open(inSchema, settings.ledger(), plugins);
    try {
      return new HostFleet(
          inSchema,
          settings.admitNewWhileAway() ? ledger.admittingNewWhileAway() : ledger,
          settings);
    } catch (IllegalArgumentException e) {
      ledger.close();
      throw e;
    }
  }

  void applyTo(AdmissionOptions<?> options) {
    options.ledger(ledger).listener(reporter);
  }

  /** Returns what all hosts of the fleet have told of themselves. */
  public FleetNodes nodes() {
    return nodes;
  }

  /**
   * Begins to tell the fleet of this host, until {@link #close}.
   *
   * @throws IllegalStateException when it was begun or closed before
   */
  public void report(PluginAdmission admission) {
    reporter.start(admission::report, admission::rescan);
  }

  /**
   * Tells no more, and gives the folder of the ledger free; done with the configuration, which is
   * closed after the manager. May be repeated.
   */
  @Override
  public void close() {
    reporter.close();
    ledger.close();
  }

  /** Tells no more; to be called before the manager is closed. May be repeated. */
  public void stopReporting() {
    reporter.close();
  }
}

package dev.signet.sample.host.admin;

import dev.signet.pf4j.PluginAdmission;
import dev.signet.pf4j.rescan.Rescan;
import dev.signet.pf4j.workspace.InstallRecovery;
import dev.signet.postgres.FleetNodes;
import dev.signet.report.IntegrityReport;
import dev.signet.report.ScanTarget;
import java.util.List;
import java.util.Optional;

/** What the pages show and set going. Safe for use by several threads. */
public interface Inspection {

  /**
   * Returns the inspection of a host's plugins.
   *
   * @param fleet what the hosts of its fleet report; empty for a host that is in none
   */
  static Inspection of(PluginAdmission admission, Optional<FleetNodes> fleet) {
    return new Inspection() {
      @Override
      public Optional<FleetNodes> fleet() {
        return fleet;
      }

      @Override
      public IntegrityReport report() {
        return admission.report();
      }

      @Override
      public List<InstallRecovery> recoveries() {
        return admission.recoveries();
      }

      @Override
      public Optional<Rescan> latestRescan() {
        return admission.latestRescan();
      }

      @Override
      public Rescan rescan() {
        return admission.rescan();
      }

      @Override
      public Rescan rescan(ScanTarget target) {
        return admission.rescan(target);
      }
    };
  }

  /** Returns what the hosts of its fleet report; empty for a host that is in none. */
  default Optional<FleetNodes> fleet() {
    return Optional.empty();
  }

  /** Returns all there is to show. */
  IntegrityReport report();

  /** Returns what became of changes that were interrupted before the host started. */
  List<InstallRecovery> recoveries();

  /** Returns the rescan that was asked for last, running or ended; empty for none so far. */
  Optional<Rescan> latestRescan();

  /** Has everything read again, in the background, or returns the rescan that is running. */
  Rescan rescan();

  /**
   * Has one target read again, likewise.
   *
   * @throws IllegalArgumentException when the report names no such target
   */
  Rescan rescan(ScanTarget target);
}

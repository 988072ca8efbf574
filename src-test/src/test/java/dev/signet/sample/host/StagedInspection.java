package dev.signet.sample.host;

import dev.signet.pf4j.rescan.Rescan;
import dev.signet.pf4j.workspace.InstallRecovery;
import dev.signet.postgres.FleetNodes;
import dev.signet.report.IntegrityReport;
import dev.signet.report.ScanTarget;
import dev.signet.sample.host.admin.Inspection;
import dev.signet.testkit.Reports;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A report and a rescan as a test wants them. */
final class StagedInspection implements Inspection {
  private volatile IntegrityReport report;
  private volatile List<InstallRecovery> recoveries = List.of();
  private volatile Optional<Rescan> latest = Optional.empty();
  private volatile Optional<FleetNodes> fleet = Optional.empty();
  private final List<String> asked = new ArrayList<>();

  StagedInspection(IntegrityReport report) {
    this.report = report;
  }

  /** Has the host be one of a fleet. */
  void fleetIs(FleetNodes nodes) {
    fleet = Optional.of(nodes);
  }

  @Override
  public Optional<FleetNodes> fleet() {
    return fleet;
  }

  void show(IntegrityReport next) {
    report = next;
  }

  void recovered(InstallRecovery... recovered) {
    recoveries = List.of(recovered);
  }

  void rescanIs(Rescan.State state, int done, int total, String current) {
    Rescan.Progress progress =
        new Rescan.Progress(
            state,
            done,
            total,
            current,
            Reports.NOW,
            state == Rescan.State.RUNNING ? Optional.empty() : Optional.of(Reports.NOW));
    latest = Optional.of(new Staged(progress));
  }

  /** Returns what was asked for: {@code all}, the file name of a target, or {@code stop}. */
  List<String> asked() {
    return List.copyOf(asked);
  }

  @Override
  public IntegrityReport report() {
    return report;
  }

  @Override
  public List<InstallRecovery> recoveries() {
    return recoveries;
  }

  @Override
  public Optional<Rescan> latestRescan() {
    return latest;
  }

  @Override
  public Rescan rescan() {
    asked.add("all");
    rescanIs(Rescan.State.RUNNING, 0, 0, "");
    return latest.orElseThrow();
  }

  @Override
  public Rescan rescan(ScanTarget target) {
    asked.add(target.fileName());
    rescanIs(Rescan.State.RUNNING, 0, 1, target.fileName());
    return latest.orElseThrow();
  }

  private final class Staged implements Rescan {
    private final Progress progress;

    Staged(Progress progress) {
      this.progress = progress;
    }

    @Override
    public Progress progress() {
      return progress;
    }

    @Override
    public void cancel() {
      asked.add("stop");
    }

    @Override
    public Progress await(Duration atMost) {
      return progress;
    }
  }
}

package dev.signet.sample.host;

import dev.signet.pf4j.Confirmations.Unconfirmed;
import dev.signet.pf4j.install.InstallPreview;
import dev.signet.pf4j.install.InstallRequest;
import dev.signet.pf4j.install.InstallResult;
import dev.signet.pf4j.install.RepairPreview;
import dev.signet.pf4j.install.RepairRequest;
import dev.signet.report.ScanTarget;
import dev.signet.sample.host.admin.Installation;
import java.util.List;

/** For tests of pages that change no plugin. */
final class NoInstallation implements Installation {
  @Override
  public InstallPreview preview(InstallRequest request) {
    throw new AssertionError("looked at " + request);
  }

  @Override
  public InstallResult installOrUpdate(InstallRequest request) {
    throw new AssertionError("installed " + request);
  }

  @Override
  public RepairPreview preview(RepairRequest request) {
    throw new AssertionError("looked at " + request);
  }

  @Override
  public InstallResult repair(RepairRequest request) {
    throw new AssertionError("repaired " + request);
  }

  @Override
  public List<Unconfirmed> unconfirmed() {
    return List.of();
  }

  @Override
  public void confirm(Unconfirmed change) {
    throw new AssertionError("confirmed " + change);
  }

  @Override
  public InstallResult uninstall(String id, boolean withData) {
    throw new AssertionError("uninstalled " + id);
  }

  @Override
  public InstallResult uninstall(ScanTarget target) {
    throw new AssertionError("removed " + target);
  }
}

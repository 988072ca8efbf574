package dev.signet.sample.host;

import dev.signet.pf4j.Confirmations;
import dev.signet.pf4j.Confirmations.Unconfirmed;
import dev.signet.pf4j.VerifyingPluginManager;
import dev.signet.pf4j.install.InstallPreview;
import dev.signet.pf4j.install.InstallRequest;
import dev.signet.pf4j.install.InstallResult;
import dev.signet.pf4j.install.RepairPreview;
import dev.signet.pf4j.install.RepairRequest;
import dev.signet.pf4j.install.SignedPluginInstaller;
import dev.signet.policy.LedgerException;
import dev.signet.report.ScanTarget;
import dev.signet.sample.host.admin.Installation;
import java.util.List;

/** Changes plugins, and has the widgets follow. */
record WidgetInstallation(
    VerifyingPluginManager manager, SignedPluginInstaller installer, RunningWidgets widgets)
    implements Installation {
  @Override
  public InstallPreview preview(InstallRequest request) {
    return installer.preview(request);
  }

  @Override
  public InstallResult installOrUpdate(InstallRequest request) {
    return widgets.after(() -> installer.installOrUpdate(request));
  }

  @Override
  public InstallResult uninstall(String id, boolean withData) {
    return widgets.after(
        () -> withData ? installer.uninstallWithData(id) : installer.uninstall(id));
  }

  @Override
  public InstallResult uninstall(ScanTarget target) {
    return widgets.after(() -> installer.uninstall(target));
  }

  @Override
  public RepairPreview preview(RepairRequest request) {
    return installer.previewRepair(request);
  }

  @Override
  public InstallResult repair(RepairRequest request) {
    return widgets.after(() -> installer.repair(request));
  }

  @Override
  public List<Unconfirmed> unconfirmed() {
    return Confirmations.of(manager.admission()).waiting();
  }

  @Override
  public void confirm(Unconfirmed change) throws LedgerException {
    Confirmations.of(manager.admission()).confirm(change);
    if (!change.isAdmitted()) {
      widgets.after(() -> manager.startPlugin(manager.loadPlugin(change.source())));
    }
  }
}

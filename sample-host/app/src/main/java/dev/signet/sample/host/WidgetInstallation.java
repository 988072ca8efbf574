package dev.signet.sample.host;

import dev.signet.pf4j.install.InstallPreview;
import dev.signet.pf4j.install.InstallRequest;
import dev.signet.pf4j.install.InstallResult;
import dev.signet.pf4j.install.SignedPluginInstaller;
import dev.signet.report.ScanTarget;
import dev.signet.sample.host.admin.Installation;

/** Changes plugins, and has the widgets follow. */
record WidgetInstallation(SignedPluginInstaller installer, RunningWidgets widgets)
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
}

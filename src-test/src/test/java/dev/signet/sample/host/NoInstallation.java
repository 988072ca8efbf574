package dev.signet.sample.host;

import dev.signet.pf4j.install.InstallPreview;
import dev.signet.pf4j.install.InstallRequest;
import dev.signet.pf4j.install.InstallResult;
import dev.signet.report.ScanTarget;
import dev.signet.sample.host.admin.Installation;

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
  public InstallResult uninstall(String id, boolean withData) {
    throw new AssertionError("uninstalled " + id);
  }

  @Override
  public InstallResult uninstall(ScanTarget target) {
    throw new AssertionError("removed " + target);
  }
}

package dev.signet.sample.host.admin;

import dev.signet.pf4j.install.InstallPreview;
import dev.signet.pf4j.install.InstallRequest;
import dev.signet.pf4j.install.InstallResult;
import dev.signet.report.ScanTarget;

/** What changes the host's plugins. Safe for use by several threads: one change at a time. */
public interface Installation {

  /** Returns what would become of a bundle; changes nothing. */
  InstallPreview preview(InstallRequest request);

  /** Installs a bundle, or puts it in the place of another release. */
  InstallResult installOrUpdate(InstallRequest request);

  /** Uninstalls a plugin; its data goes only when asked. */
  InstallResult uninstall(String id, boolean withData);

  /** Removes exactly what lies there. */
  InstallResult uninstall(ScanTarget target);
}

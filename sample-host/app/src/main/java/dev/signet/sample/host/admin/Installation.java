package dev.signet.sample.host.admin;

import dev.signet.pf4j.Confirmations.Unconfirmed;
import dev.signet.pf4j.install.InstallPreview;
import dev.signet.pf4j.install.InstallRequest;
import dev.signet.pf4j.install.InstallResult;
import dev.signet.pf4j.install.RepairPreview;
import dev.signet.pf4j.install.RepairRequest;
import dev.signet.policy.LedgerException;
import dev.signet.report.ScanTarget;
import java.util.List;

/** What changes the host's plugins. Safe for use by several threads: one change at a time. */
public interface Installation {

  /** Returns what would become of a bundle; changes nothing. */
  InstallPreview preview(InstallRequest request);

  /** Installs a bundle, or puts it in the place of another release. */
  InstallResult installOrUpdate(InstallRequest request);

  /** Returns what a repair would change; changes nothing. */
  RepairPreview preview(RepairRequest request);

  /** Puts the files of a plugin right. */
  InstallResult repair(RepairRequest request);

  /** Returns what waits to be confirmed. */
  List<Unconfirmed> unconfirmed();

  /**
   * Confirms a plugin's new key or changed files, and runs it when it was refused for that.
   *
   * @throws IllegalStateException when that does not wait any more
   * @throws LedgerException when it could not be made to last
   */
  void confirm(Unconfirmed change) throws LedgerException;

  /** Uninstalls a plugin; its data goes only when asked. */
  InstallResult uninstall(String id, boolean withData);

  /** Removes exactly what lies there. */
  InstallResult uninstall(ScanTarget target);
}

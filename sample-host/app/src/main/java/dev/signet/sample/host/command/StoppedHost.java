package dev.signet.sample.host.command;

import dev.signet.config.ConfigurationException;
import dev.signet.pf4j.install.InstallRequest;
import dev.signet.pf4j.install.InstallResult;
import dev.signet.pf4j.workspace.InstallAction;
import dev.signet.policy.LedgerException;
import dev.signet.report.ScanTarget;
import dev.signet.sample.host.Dashboard;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.function.UnaryOperator;
import org.pf4j.PluginRuntimeException;

/** A host of which no plugin is started, opened for one change or look, of which it tells. */
record StoppedHost(Path settings, CommandOutput output) {

  /** What is done meanwhile. */
  @FunctionalInterface
  interface Work {
    int on(Dashboard dashboard) throws LedgerException;
  }

  /** Installs or updates a plugin, or tells what would become of that. */
  int change(
      BundleLocation location,
      UnaryOperator<InstallRequest> asked,
      ChangeOptions how,
      InstallAction wanted) {
    if (location.isMissing()) {
      return output.missing(location.path());
    }
    return during(
        dashboard ->
            location.on(
                dashboard,
                bundle -> {
                  InstallRequest request = how.applyTo(asked.apply(InstallRequest.of(bundle)));
                  return how.isDryRun()
                      ? output.preview(
                          request, wanted, dashboard.installer().preview(request, wanted))
                      : output.result(bundle, changed(dashboard, request, wanted));
                }));
  }

  private static InstallResult changed(
      Dashboard dashboard, InstallRequest request, InstallAction wanted) {
    if (wanted == InstallAction.INSTALL) {
      return dashboard.installer().install(request);
    }
    request.id().ifPresent(dashboard::tryNextRelease);
    return dashboard.installer().update(request);
  }

  /** No plugin is started for it: one that breaks the host is what these commands are for. */
  int during(Work work) {
    try (Dashboard dashboard = Dashboard.openStopped(settings)) {
      ConsoleReport.tell(dashboard.recoveries(), output.out(), output.err());
      return carriedOut(work, dashboard);
    } catch (ConfigurationException
        | UncheckedIOException
        | IllegalArgumentException
        | IllegalStateException e) {
      return output.failed(e, CommandOutput.USAGE);
    }
  }

  private int carriedOut(Work work, Dashboard dashboard) {
    try {
      return work.on(dashboard);
    } catch (LedgerException
        | UncheckedIOException
        | PluginRuntimeException
        | IllegalStateException e) {
      return output.failed(e, CommandOutput.NOT_DONE);
    }
  }

  /** Removes a file of the plugins folder, and only that. */
  static int removeFile(Dashboard dashboard, String name, CommandOutput output) {
    List<ScanTarget> targets = new NamedTargets(dashboard.states()).ofFile(name);
    if (targets.size() == 1) {
      return output.result(dashboard.installer().uninstall(targets.get(0)));
    }
    return output.ambiguous(name, targets);
  }
}

package dev.signet.pf4j.load;

import dev.signet.Internal;
import dev.signet.pf4j.classes.OnReadPlugins;
import dev.signet.pf4j.resolve.VersionRules;
import dev.signet.pf4j.run.FleetDrift;
import dev.signet.pf4j.run.RunRules;
import dev.signet.pf4j.workspace.Recoveries;
import java.util.Optional;
import org.pf4j.PluginManager;

/**
 * What admits, records and knows the plugins of one manager: made once, and shared by loading,
 * rescans and installers.
 *
 * @param checkedOnRead what makes class loaders; empty where sealed copies are trusted
 */
@Internal
public record AdmissionTools(
    PluginManager manager,
    Engine engine,
    BundleDiscovery discovery,
    IntegrityRecorder recorder,
    LatestDecisions log,
    LoadedPlugins loaded,
    RunRules runs,
    AdmittedSources sources,
    DevelopmentMode development,
    Recoveries recoveries,
    FleetDrift drift,
    Optional<OnReadPlugins> checkedOnRead) {

  /** Returns the manager's own rules of versions. */
  public VersionRules versions() {
    return new VersionRules(manager::getVersionManager);
  }
}

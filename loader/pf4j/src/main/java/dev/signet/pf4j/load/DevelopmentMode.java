package dev.signet.pf4j.load;

import dev.signet.Internal;
import dev.signet.policy.Decision;
import dev.signet.verdict.Finding;
import dev.signet.verdict.Reason;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.pf4j.DevelopmentPluginRepository;
import org.pf4j.PluginManager;
import org.pf4j.PluginRepository;
import org.pf4j.PluginWrapper;

/**
 * PF4J's development mode: plugins are loaded in place, where nobody can hold their bytes fast.
 * Each is verified and reported; on a channel that enforces, and where integrity is enforced, each
 * is refused. The ledger is asked, but nothing is recorded: what is loaded may not be what was
 * verified.
 */
@Internal
public final class DevelopmentMode {
  private final PluginManager manager;
  private final Engine gate;
  private final LatestDecisions log;

  public DevelopmentMode(PluginManager manager, Engine gate, LatestDecisions log) {
    this.manager = manager;
    this.gate = gate;
    this.log = log;
  }

  public boolean isOn() {
    return manager.isDevelopment();
  }

  /**
   * Makes sure that plugins can be installed.
   *
   * @throws IllegalStateException when it is on
   */
  public void requireOff() {
    if (isOn()) {
      throw new IllegalStateException(
          "PF4J runs in development mode: plugins are loaded in place, and none are installed");
    }
  }

  /** Returns where PF4J would load from. */
  public List<Path> found() {
    return repository().getPluginPaths();
  }

  public List<Path> pluginPaths() {
    return found().stream().filter(path -> decide(path).isAdmitted()).toList();
  }

  public @Nullable PluginWrapper load(Path path, Function<Path, @Nullable PluginWrapper> loader) {
    Decision decision = decide(path);
    if (!decision.isAdmitted()) {
      throw new PluginRejectedException(decision);
    }
    return loader.apply(path);
  }

  public boolean delete(Path path) {
    boolean deleted = repository().deletePluginPath(path);
    log.forget(BundleDiscovery.normalise(path));
    return deleted;
  }

  private PluginRepository repository() {
    return new DevelopmentPluginRepository(manager.getPluginsRoots());
  }

  private Decision decide(Path path) {
    Path source = BundleDiscovery.normalise(path);
    Decision decision = weigh(gate.inspect(source));
    log.record(source, decision);
    return decision;
  }

  /** Returns what a decision becomes because the bundle is loaded in place. */
  public Decision weigh(Decision seen) {
    Finding finding =
        Finding.of(
            Reason.DEVELOPMENT_MODE,
            "PF4J runs in development mode and loads plugins in place, where their bytes can change"
                + " after they were verified.");
    return gate.policy().isSealedOnly()
        ? gate.policy().refuse(seen.verdict(), finding)
        : seen.noting(finding);
  }
}

package dev.signet.pf4j.run;

import dev.signet.Internal;
import dev.signet.admit.SealedBundle;
import dev.signet.bundle.descriptor.DescriptorForm;
import dev.signet.bundle.descriptor.VersionText;
import dev.signet.file.RegularFile;
import dev.signet.pf4j.resolve.Dependency;
import dev.signet.pf4j.resolve.VersionRules;
import dev.signet.verdict.Finding;
import dev.signet.verdict.Reason;
import java.io.IOException;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.pf4j.AbstractPluginManager;
import org.pf4j.CompoundPluginDescriptorFinder;
import org.pf4j.ManifestPluginDescriptorFinder;
import org.pf4j.PluginDescriptor;
import org.pf4j.PluginDescriptorFinder;
import org.pf4j.PluginManager;
import org.pf4j.PluginRuntimeException;
import org.pf4j.PluginWrapper;
import org.pf4j.PropertiesPluginDescriptorFinder;

/**
 * What PF4J itself keeps from running although it is loaded: what is disabled, what needs another
 * version of the host, and what has no class that could be started. Asked of a manager of ours
 * itself; those methods of other managers are protected, and what they do by default is done here.
 */
@Internal
public final class RunRules {
  private final PluginManager manager;
  private final VersionRules versions;
  private final Optional<ManagerRules> own;
  private final PluginDescriptorFinder usual;

  public RunRules(
      PluginManager manager,
      VersionRules versions,
      Optional<ManagerRules> own,
      DescriptorForm form) {
    this.manager = manager;
    this.versions = versions;
    this.own = own;
    this.usual =
        new OwnDescriptorFinder(
            new CompoundPluginDescriptorFinder()
                .add(new PropertiesPluginDescriptorFinder())
                .add(new ManifestPluginDescriptorFinder()),
            () -> form);
  }

  /** Returns why PF4J would not run a bundle that is not loaded yet; empty when it would. */
  public Optional<Finding> obstacle(SealedBundle bundle) {
    return disabled(bundle.id()).or(() -> misfit(bundle)).or(() -> unfitClass(bundle));
  }

  /**
   * Returns whether a bundle may come to run when it is loaded. One that is disabled may be
   * enabled; one that does not fit this host, or has no class to start, never runs. Of what uses
   * other plugins it is not known before they are loaded: they may have its class.
   */
  public boolean mayRun(SealedBundle bundle) {
    return misfit(bundle).isEmpty()
        && (!Dependency.of(bundle).isEmpty() || unfitClass(bundle).isEmpty());
  }

  private Optional<Finding> unfitClass(SealedBundle bundle) {
    PluginDescriptor descriptor = descriptor(bundle);
    return descriptor == null
        ? Optional.empty()
        : own.flatMap(rules -> new PluginClassRule(rules).obstacle(bundle, descriptor));
  }

  private Optional<Finding> disabled(String id) {
    boolean isDisabled =
        manager.getPlugin(id) == null && own.filter(rules -> rules.hasDisabled(id)).isPresent();
    return isDisabled
        ? Optional.of(
            Finding.of(
                    Reason.DEPENDENCY_UNMET,
                    "'" + id + "' is disabled on this host, and would not run; enable it first.")
                .withRemedy("Enable the plugin on this host, then try again."))
        : Optional.empty();
  }

  private Optional<Finding> misfit(SealedBundle bundle) {
    PluginDescriptor descriptor = descriptor(bundle);
    return descriptor == null || accepts(bundle, descriptor)
        ? Optional.empty()
        : Optional.of(Finding.of(Reason.HOST_VERSION_UNMET, misfit(descriptor)));
  }

  /** Returns why a loaded plugin does not fit this host's version; empty when it does. */
  public Optional<String> misfit(PluginWrapper plugin) {
    return fits(plugin.getDescriptor())
        ? Optional.empty()
        : Optional.of(misfit(plugin.getDescriptor()));
  }

  private boolean accepts(SealedBundle bundle, PluginDescriptor descriptor) {
    if (own.isEmpty()) {
      return fits(descriptor);
    }
    try {
      return own.get()
          .accepts(
              new PluginWrapper(manager, descriptor, bundle.path(), getClass().getClassLoader()));
    } catch (RuntimeException | StackOverflowError unreadable) {
      // PF4J's parser throws its own exceptions and calls itself for each bracket; it would also
      // when the plugin is loaded.
      return false;
    }
  }

  /** As {@link AbstractPluginManager} decides: three plain numbers are the lowest version. */
  private boolean fits(PluginDescriptor descriptor) {
    String system = manager.getSystemVersion();
    return system.equals("0.0.0") || versions.satisfies(system, range(descriptor));
  }

  private String range(PluginDescriptor descriptor) {
    String requires = descriptor.getRequires().trim();
    boolean isExact =
        manager instanceof AbstractPluginManager usual && usual.isExactVersionAllowed();
    return !isExact && requires.matches("\\d+\\.\\d+\\.\\d+") ? ">=" + requires : requires;
  }

  private String misfit(PluginDescriptor descriptor) {
    String requires = descriptor.getRequires();
    String system = manager.getSystemVersion();
    String why =
        versions.canTell(system, range(descriptor))
            ? VersionText.releaseOf(system)
                .filter(release -> versions.satisfies(release, range(descriptor)))
                .map(release -> ", which counts as lower than " + release)
                .orElse("")
            : VersionText.rangeProblem(requires)
                .or(() -> VersionText.versionProblem(system))
                .map(problem -> "; " + problem)
                .orElse("");
    return String.format(
        Locale.ROOT, "It needs version %s of this host, which is %s%s.", requires, system, why);
  }

  /** Reads it as PF4J does, from the bytes that would be loaded; null when it finds none. */
  private @Nullable PluginDescriptor descriptor(SealedBundle bundle) {
    try {
      if (bundle.contents().isPresent() && RegularFile.specialIn(bundle.path()).isPresent()) {
        // It would be waited for; loading it tells what is wrong.
        return null;
      }
      return own.isPresent() ? own.get().descriptorOf(bundle.path()) : usual.find(bundle.path());
    } catch (IOException | PluginRuntimeException none) {
      // It does not load, and the change is undone then.
      return null;
    }
  }
}

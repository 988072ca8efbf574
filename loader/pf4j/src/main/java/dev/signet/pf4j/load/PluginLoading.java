package dev.signet.pf4j.load;

import dev.signet.Internal;
import dev.signet.admit.SealedBundle;
import dev.signet.policy.Decision;
import dev.signet.verdict.Finding;
import dev.signet.verdict.Reason;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.pf4j.PluginRuntimeException;
import org.pf4j.PluginWrapper;

/**
 * Tells PF4J what there is to load, and loads it: from sealed copies, or in place in PF4J's
 * development mode. As thread-safe as the manager.
 */
@Internal
public final class PluginLoading implements PluginPaths {
  private final AdmissionTools tools;
  private final Reassessment reassessment;
  private final AdmissionLifecycle lifecycle;
  private final QuarantinedPlugins quarantine;

  public PluginLoading(
      AdmissionTools tools, Reassessment reassessment, AdmissionLifecycle lifecycle) {
    this.tools = tools;
    this.reassessment = reassessment;
    this.lifecycle = lifecycle;
    this.quarantine = new QuarantinedPlugins(tools.manager());
  }

  @Override
  public List<Path> all() {
    return lifecycle.doing(
        () -> {
          quarantine.unload();
          return tools.development().isOn()
              ? tools.development().pluginPaths()
              : tools.sources().scan().stream().map(SealedBundle::path).toList();
        });
  }

  @Override
  public boolean delete(Path pluginPath) {
    return lifecycle.doing(
        () ->
            tools.development().isOn()
                ? tools.development().delete(pluginPath)
                : tools.sources().delete(BundleDiscovery.normalise(pluginPath)));
  }

  /**
   * Loads one plugin.
   *
   * @param loader the manager's own way to load a path
   * @throws PluginRejectedException when it is refused
   */
  public PluginWrapper load(Path path, Function<Path, @Nullable PluginWrapper> loader) {
    return lifecycle.doing(
        () -> tools.development().isOn() ? loadInPlace(path, loader) : loadSealed(path, loader));
  }

  /** Takes out what was rejected after PF4J had it, as far as PF4J is able to by now. */
  public void unloadQuarantined() {
    quarantine.unload();
  }

  private PluginWrapper loadInPlace(Path path, Function<Path, @Nullable PluginWrapper> loader) {
    PluginWrapper wrapper = requireLoaded(tools.development().load(path, loader), path);
    tools.loaded().add(BundleDiscovery.normalise(path), wrapper);
    return wrapper;
  }

  private PluginWrapper loadSealed(Path path, Function<Path, @Nullable PluginWrapper> loader) {
    quarantine.unload();
    SealedBundle bundle = tools.sources().redeem(BundleDiscovery.normalise(path));
    int changes = reassessment.changes();
    reassessment.requireAdmitted(bundle);
    PluginWrapper wrapper = apply(loader, bundle);
    if (lifecycle.isClosed()) {
      QuarantinedPlugins.unload(tools.manager(), wrapper);
      lifecycle.requireOpen();
    }
    requireCheckedClasses(bundle, wrapper);
    requireVerifiedDescriptor(bundle, wrapper);
    tools.sources().loaded(bundle);
    tools.loaded().add(bundle.source(), wrapper);
    reassessment.loaded(bundle, wrapper, changes);
    return wrapper;
  }

  /**
   * Loads the sealed copy. PF4J passes over a plugin only for its own exceptions; what its parsers
   * throw for a descriptor's texts would keep all others from loading.
   */
  private PluginWrapper apply(Function<Path, @Nullable PluginWrapper> loader, SealedBundle bundle) {
    try {
      PluginWrapper wrapper =
          tools.checkedOnRead().isEmpty()
              ? loader.apply(bundle.path())
              : tools.checkedOnRead().get().loading(bundle, () -> loader.apply(bundle.path()));
      return requireLoaded(wrapper, bundle.source());
    } catch (PluginRuntimeException e) {
      notLoaded(bundle, e);
      throw e;
    } catch (LinkageError e) {
      // Of a host's own loader, which finds out only now what the plugin was compiled against.
      notLoaded(bundle, e);
      throw new PluginRuntimeException(e, "Plugin {} cannot be loaded", bundle.id());
    } catch (RuntimeException | StackOverflowError e) {
      PluginRejectedException rejected =
          reject(
              bundle,
              mismatch("The plugin manager cannot make sense of its descriptor: " + e + "."));
      rejected.initCause(e);
      throw rejected;
    }
  }

  private void notLoaded(SealedBundle bundle, Throwable cause) {
    if (tools.manager().getPlugin(bundle.id()) == null) {
      tools.loaded().failed(bundle.source(), cause);
    }
  }

  private static PluginWrapper requireLoaded(@Nullable PluginWrapper wrapper, Path path) {
    if (wrapper == null) {
      throw new PluginRuntimeException("The plugin manager loads nothing from {}", path);
    }
    return wrapper;
  }

  /** Where bytes are checked as they are read, nothing may read them without. */
  private void requireCheckedClasses(SealedBundle bundle, PluginWrapper wrapper) {
    if (tools.checkedOnRead().isEmpty()) {
      return;
    }
    Optional<Finding> problem =
        CheckedPlugin.problem(bundle, wrapper, tools.engine().descriptorForm());
    if (problem.isPresent()) {
      PluginRejectedException rejected = reject(bundle, problem.get());
      quarantine.add(wrapper, rejected);
      throw rejected;
    }
  }

  private void requireVerifiedDescriptor(SealedBundle bundle, PluginWrapper wrapper) {
    Optional<String> difference =
        VerifiedDescriptor.difference(
            bundle, wrapper.getDescriptor(), tools.engine().descriptorForm());
    if (difference.isEmpty()) {
      return;
    }
    Finding finding = mismatch(difference.get());
    if (tools.engine().policy().refuses(finding.reason())) {
      PluginRejectedException rejected = reject(bundle, finding);
      quarantine.add(wrapper, rejected);
      throw rejected;
    }
    Decision latest = tools.log().all().getOrDefault(bundle.source(), bundle.decision());
    tools.log().record(bundle.source(), latest.noting(finding));
  }

  private PluginRejectedException reject(SealedBundle bundle, Finding finding) {
    return tools.sources().reject(bundle.source(), bundle.decision().verdict(), finding);
  }

  private static Finding mismatch(String detail) {
    return Finding.of(Reason.DESCRIPTOR_MISMATCH, detail);
  }
}

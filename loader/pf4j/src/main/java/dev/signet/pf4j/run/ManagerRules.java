package dev.signet.pf4j.run;

import dev.signet.Internal;
import java.nio.file.Path;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.pf4j.DefaultPluginFactory;
import org.pf4j.PluginDescriptor;
import org.pf4j.PluginDescriptorFinder;
import org.pf4j.PluginFactory;
import org.pf4j.PluginLoader;
import org.pf4j.PluginWrapper;

/**
 * What a plugin manager of ours tells of its protected methods, which are asked each time: a host
 * may set other parts later.
 */
@Internal
public final class ManagerRules {
  private final Predicate<String> disabled;
  private final Predicate<PluginWrapper> valid;
  private final Supplier<@Nullable PluginFactory> factory;
  private final Supplier<PluginLoader> loader;
  private final Supplier<PluginDescriptorFinder> finder;

  /**
   * Takes the methods.
   *
   * @param disabled of an id
   * @param valid of a plugin on this host
   */
  public ManagerRules(
      Predicate<String> disabled,
      Predicate<PluginWrapper> valid,
      Supplier<@Nullable PluginFactory> factory,
      Supplier<PluginLoader> loader,
      Supplier<PluginDescriptorFinder> finder) {
    this.disabled = disabled;
    this.valid = valid;
    this.factory = factory;
    this.loader = loader;
    this.finder = finder;
  }

  /** Returns whether a plugin of this id would be disabled if it were loaded. */
  boolean hasDisabled(String id) {
    return disabled.test(id);
  }

  /** Returns whether PF4J would let a plugin of this descriptor run on this host. */
  boolean accepts(PluginWrapper plugin) {
    return valid.test(plugin);
  }

  /** Returns whether plugins are made in PF4J's way; a host may have a factory of its own. */
  boolean makesPluginsAsPf4jDoes() {
    PluginFactory present = factory.get();
    return present != null && present.getClass() == DefaultPluginFactory.class;
  }

  /** Returns what makes class loaders. */
  PluginLoader pluginLoader() {
    return loader.get();
  }

  /** Returns what PF4J would take the bundle for. */
  PluginDescriptor descriptorOf(Path bundle) {
    return finder.get().find(bundle);
  }
}

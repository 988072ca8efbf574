package dev.signet.pf4j.run;

import dev.signet.Internal;
import java.nio.file.Path;
import org.pf4j.PluginDescriptor;
import org.pf4j.PluginLoader;
import org.pf4j.PluginWrapper;

/** What a plugin manager of ours tells of its protected methods. */
@Internal
public interface ManagerRules {

  /** Returns whether a plugin of this id would be disabled if it were loaded. */
  boolean hasDisabled(String id);

  /** Returns whether PF4J would let a plugin of this descriptor run on this host. */
  boolean accepts(PluginWrapper plugin);

  /** Returns whether plugins are made in PF4J's way; a host may have a factory of its own. */
  boolean makesPluginsAsPf4jDoes();

  /** Returns what makes class loaders. */
  PluginLoader pluginLoader();

  /** Returns what PF4J would take the bundle for. */
  PluginDescriptor descriptorOf(Path bundle);
}

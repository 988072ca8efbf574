package dev.signet.hosts;

import dev.signet.bundle.BundleKind;
import dev.signet.pf4j.PluginAdmission;
import dev.signet.policy.SignatureRequirement;
import dev.signet.testkit.PluginKit;
import dev.signet.testkit.TestHost;
import dev.signet.testkit.Trees;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.pf4j.CompoundPluginLoader;
import org.pf4j.DefaultPluginManager;
import org.pf4j.JarPluginLoader;
import org.pf4j.PluginDescriptorFinder;
import org.pf4j.PluginLoader;
import org.pf4j.PluginRepository;
import org.pf4j.PluginState;
import org.pf4j.PluginWrapper;

/**
 * A host with {@code plugin.yaml} in jars, whose manager sets itself up only when its framework has
 * set its properties, as Halo's does. It starts plugins one by one, and refuses to start all.
 */
final class LateHost implements HostShape {
  private static final class Manager extends DefaultPluginManager {
    private final TestHost host;

    @SuppressWarnings("NullAway.Init") // set when the properties are
    private PluginAdmission admission;

    Manager(TestHost host) {
      this.host = host;
    }

    @Override
    protected void initialize() {
      // Not before the properties are set.
    }

    void afterPropertiesSet() {
      setSystemVersion("2.5.0");
      super.initialize();
      admission =
          PluginAdmission.builder()
              .trust(host.trust())
              .require(SignatureRequirement.ALL)
              .stateDirectory(host.state())
              .kinds(BundleKind.JAR)
              .descriptor(YamlFinder.READER)
              .build(this);
    }

    @Override
    protected List<Path> createPluginsRoot() {
      return List.of(host.plugins());
    }

    @Override
    protected PluginRepository createPluginRepository() {
      return PluginAdmission.repository(() -> admission);
    }

    @Override
    protected PluginWrapper loadPluginFromPath(Path path) {
      return admission.load(path, super::loadPluginFromPath);
    }

    @Override
    protected PluginDescriptorFinder createPluginDescriptorFinder() {
      return new YamlFinder();
    }

    @Override
    protected PluginLoader createPluginLoader() {
      return new CompoundPluginLoader().add(new JarPluginLoader(this));
    }

    @Override
    public void startPlugins() {
      throw new UnsupportedOperationException("plugins are started one by one");
    }
  }

  @Override
  public Opened open(TestHost host) {
    Manager manager = new Manager(host);
    manager.afterPropertiesSet();
    manager.loadPlugins();
    for (PluginWrapper plugin : List.copyOf(manager.getPlugins())) {
      if (manager.startPlugin(plugin.getPluginId()) != PluginState.STARTED) {
        throw new AssertionError(plugin.getPluginId(), plugin.getFailedException());
      }
    }
    return new Opened(manager, manager.admission);
  }

  @Override
  public Map<String, byte[]> files(PluginKit kit) {
    return kit.jarFiles();
  }

  @Override
  public Path ship(TestHost host, String id, Map<String, byte[]> files) {
    return Trees.archive(host.plugins().resolve(id + ".jar"), files);
  }
}

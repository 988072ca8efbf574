package dev.signet.hosts;

import dev.signet.pf4j.PluginAdmission;
import dev.signet.policy.SignatureRequirement;
import dev.signet.testkit.TestHost;
import java.nio.file.Path;
import java.util.List;
import org.pf4j.AbstractPluginManager;
import org.pf4j.DefaultExtensionFactory;
import org.pf4j.DefaultExtensionFinder;
import org.pf4j.DefaultPluginFactory;
import org.pf4j.DefaultPluginLoader;
import org.pf4j.DefaultPluginStatusProvider;
import org.pf4j.DefaultVersionManager;
import org.pf4j.ExtensionFactory;
import org.pf4j.ExtensionFinder;
import org.pf4j.PluginDescriptorFinder;
import org.pf4j.PluginFactory;
import org.pf4j.PluginLoader;
import org.pf4j.PluginRepository;
import org.pf4j.PluginStatusProvider;
import org.pf4j.PluginWrapper;
import org.pf4j.VersionManager;

/** A host whose manager puts every part of PF4J together itself. */
final class OwnKindHost implements HostShape {
  private static final class Manager extends AbstractPluginManager {
    private final PluginAdmission admission;

    Manager(TestHost host) {
      super(List.of(host.plugins()));
      setSystemVersion("2.5.0");
      admission =
          PluginAdmission.builder()
              .trust(host.trust())
              .require(SignatureRequirement.ALL)
              .stateDirectory(host.state())
              .descriptor(YamlFinder.READER)
              .build(this);
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
    protected PluginFactory createPluginFactory() {
      return new DefaultPluginFactory();
    }

    @Override
    protected ExtensionFactory createExtensionFactory() {
      return new DefaultExtensionFactory();
    }

    @Override
    protected ExtensionFinder createExtensionFinder() {
      return new DefaultExtensionFinder(this);
    }

    @Override
    protected PluginStatusProvider createPluginStatusProvider() {
      return new DefaultPluginStatusProvider(getPluginsRoot());
    }

    @Override
    protected PluginLoader createPluginLoader() {
      return new DefaultPluginLoader(this);
    }

    @Override
    protected VersionManager createVersionManager() {
      return new DefaultVersionManager();
    }
  }

  @Override
  public Opened open(TestHost host) {
    Manager manager = new Manager(host);
    manager.loadPlugins();
    manager.startPlugins();
    return new Opened(manager, manager.admission);
  }
}

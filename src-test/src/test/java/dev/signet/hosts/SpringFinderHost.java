package dev.signet.hosts;

import dev.signet.pf4j.PluginAdmission;
import dev.signet.policy.SignatureRequirement;
import dev.signet.testkit.TestHost;
import java.nio.file.Path;
import org.pf4j.PluginRepository;
import org.pf4j.PluginWrapper;
import org.pf4j.spring.SpringPluginManager;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;

/** A Spring host whose manager sets its finder in its constructor. Spring has it load and start. */
final class SpringFinderHost implements HostShape {
  static final class Manager extends SpringPluginManager {
    private final PluginAdmission admission;

    Manager(TestHost host) {
      super(host.plugins());
      pluginDescriptorFinder = new YamlFinder();
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
  }

  @Override
  public Opened open(TestHost host) {
    AnnotationConfigApplicationContext context =
        host.opened(new AnnotationConfigApplicationContext());
    context.registerBean("plugins", Manager.class, () -> new Manager(host));
    context.refresh();
    Manager manager = context.getBean(Manager.class);
    return new Opened(manager, manager.admission);
  }
}

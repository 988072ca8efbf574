package dev.signet.pf4j;

import static dev.signet.testkit.TestHost.greetings;
import static dev.signet.testkit.TestHost.ids;
import static dev.signet.testkit.TestHost.reasons;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.signet.bundle.BundleKind;
import dev.signet.pf4j.load.PluginRejectedException;
import dev.signet.policy.SignatureRequirement;
import dev.signet.testkit.PluginKit;
import dev.signet.testkit.TestHost;
import dev.signet.testkit.Trace;
import dev.signet.verdict.Reason;
import java.nio.file.Path;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.pf4j.JarPluginManager;
import org.pf4j.PluginRepository;
import org.pf4j.PluginRuntimeException;
import org.pf4j.PluginWrapper;
import org.pf4j.spring.SpringPluginManager;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.Banner;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.support.GenericApplicationContext;

/** Managers of other kinds, made safe by the same two overrides. */
@Tag("pf4j")
class PluginAdmissionTest {
  @TempDir Path folder;
  private TestHost host;

  @BeforeEach
  void setUp() {
    host = new TestHost(folder);
  }

  @AfterEach
  void tearDown() throws Exception {
    host.close();
  }

  /** A host's own subclass, here of PF4J's manager for jars. */
  private static final class OwnManager extends JarPluginManager implements AutoCloseable {
    private final PluginAdmission admission;

    OwnManager(TestHost host) {
      super(host.plugins());
      admission =
          PluginAdmission.builder()
              .trust(host.trust())
              .require(SignatureRequirement.ALL)
              .stateDirectory(host.state())
              .kinds(BundleKind.JAR)
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
    public void close() {
      admission.close();
    }
  }

  @Test
  void ownSubclass_runsWhatIsSignedAndNothingElse() {
    host.signed("signed", "1.0.0").jar(host.plugins());
    Path unsigned = PluginKit.plugin("unsigned", "1.0.0").jar(host.plugins());
    host.signed("folder", "1.0.0").folder(host.plugins());
    OwnManager manager = host.opened(new OwnManager(host));

    manager.loadPlugins();
    manager.startPlugins();

    assertThat(ids(manager)).containsExactly("signed");
    assertThat(greetings(manager)).containsExactly("hello");
    assertThat(manager.admission.decisions()).hasSize(2).containsKey(unsigned);
    assertThat(reasons(manager.admission.refusals().get(0)))
        .containsExactly(Reason.MISSING_SIGNATURE);
    assertThatThrownBy(() -> manager.loadPlugin(unsigned))
        .isInstanceOf(PluginRejectedException.class);
    assertThat(Trace.of("unsigned")).isEmpty();
  }

  @Test
  void loader_whenItLoadsNothing_isAnErrorAndNotAPlugin() {
    Path signed = host.signed("signed", "1.0.0").jar(host.plugins());
    OwnManager manager = host.opened(new OwnManager(host));
    Function<Path, @Nullable PluginWrapper> nothing = path -> null;

    assertThatThrownBy(() -> manager.admission.load(signed, nothing))
        .isInstanceOf(PluginRuntimeException.class)
        .hasMessageContaining("signed.jar");
  }

  /** A Spring host's manager: it loads and starts its plugins in {@code @PostConstruct}. */
  static final class HostPluginManager extends SpringPluginManager implements AutoCloseable {
    private final PluginAdmission admission;

    HostPluginManager(TestHost host) {
      super(host.plugins());
      admission =
          PluginAdmission.builder()
              .trust(host.trust())
              .require(SignatureRequirement.ALL)
              .stateDirectory(host.state())
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
    public void close() {
      admission.close();
    }
  }

  /** The host's application. */
  @Configuration(proxyBeanMethods = false)
  static class HostApplication {
    static final UUID ID = UUID.fromString("00000000-0000-0000-0000-000000000042");

    @Bean
    UUID hostId() {
      return ID;
    }
  }

  @Test
  void springBootHost_runsSignedExtensionsWithInjectedBeansAndRefusesUnsignedOnes() {
    host.signed("signed", "1.0.0")
        .compiledAgainst(Autowired.class)
        .source(
            "kit.signed.KitGreeting",
            """
            package kit.signed;
            @org.pf4j.Extension
            public class KitGreeting implements dev.signet.testkit.Greeting {
              @org.springframework.beans.factory.annotation.Autowired java.util.UUID host;
              @Override public String text() { return "greeted by " + host; }
            }
            """)
        .zip(host.plugins());
    PluginKit.plugin("unsigned", "1.0.0").zip(host.plugins());

    try (ConfigurableApplicationContext context =
        new SpringApplicationBuilder(HostApplication.class)
            .web(WebApplicationType.NONE)
            .bannerMode(Banner.Mode.OFF)
            .logStartupInfo(false)
            .properties("spring.main.register-shutdown-hook=false")
            .initializers(
                starting ->
                    ((GenericApplicationContext) starting)
                        .registerBean(
                            "plugins", HostPluginManager.class, () -> new HostPluginManager(host)))
            .run()) {
      HostPluginManager plugins = context.getBean(HostPluginManager.class);

      assertThat(ids(plugins)).containsExactly("signed");
      assertThat(greetings(plugins)).containsExactly("greeted by " + HostApplication.ID);
      assertThat(reasons(plugins.admission.refusals().get(0)))
          .containsExactly(Reason.MISSING_SIGNATURE);
      assertThat(Trace.of("signed")).containsExactly("signed initialised", "signed started");
      assertThat(Trace.of("unsigned")).isEmpty();
    }
    assertThat(Trace.of("signed")).endsWith("signed stopped");
    assertThat(host.manager().getPlugins()).isEmpty();
  }
}

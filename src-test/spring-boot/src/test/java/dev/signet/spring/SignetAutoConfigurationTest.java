package dev.signet.spring;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signet.config.HostConfiguration;
import dev.signet.pf4j.PluginAdmission;
import dev.signet.pf4j.SignetMetrics;
import dev.signet.pf4j.VerifyingPluginManager;
import dev.signet.policy.Decision;
import dev.signet.policy.ReleaseChannel;
import dev.signet.policy.SignatureRequirement;
import dev.signet.policy.SigningLedger;
import dev.signet.report.IntegrityListener;
import dev.signet.report.IntegrityResult;
import dev.signet.report.IntegrityState;
import dev.signet.report.ReportJson;
import dev.signet.trust.TrustSource;
import dev.signet.trust.TrustStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.pf4j.PluginManager;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.util.TestPropertyValues;
import org.springframework.context.ConfigurableApplicationContext;

class SignetAutoConfigurationTest {
  private static final String PF4J_SPRING = "org.pf4j.spring";

  @TempDir private Path temp;
  private PluginFolder host;

  @BeforeEach
  void makeHost() throws Exception {
    host = new PluginFolder(temp);
  }

  @AfterEach
  void requireNoThreads() {
    Runs.requireNoThreads();
  }

  /** Each of the two managers; without pf4j-spring it is PF4J's own. */
  private ApplicationContextRunner runner(boolean withPf4jSpring) {
    ApplicationContextRunner runner = Runs.of(host);
    return withPf4jSpring ? runner : Runs.without(runner, PF4J_SPRING);
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void application_whenItIsStarted_runsWhatIsSignedAndNothingElse(boolean withPf4jSpring)
      throws Exception {
    host.greeting("hello");
    host.unsigned("unsigned");

    runner(withPf4jSpring)
        .run(
            context -> {
              PluginManager plugins = context.getBean(PluginManager.class);
              assertThat(plugins)
                  .isInstanceOf(
                      withPf4jSpring
                          ? VerifyingSpringPluginManager.class
                          : VerifyingPluginManager.class);
              assertThat(Runs.started(plugins)).containsExactly("hello");
              assertThat(plugins.getExtensions(Supplier.class).get(0).get()).isEqualTo("hello");
              assertThat(context.getBean(PluginAdmission.class).refusals()).hasSize(1);
            });
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void plugins_whenBeansAreLazy_runAllTheSame(boolean withPf4jSpring) throws Exception {
    Path started = temp.resolve("started");
    host.leavingATrace("hello", started);

    runner(withPf4jSpring)
        .withInitializer(Runs::makeLazy)
        .run(context -> assertThat(started).exists());
  }

  @Test
  void extension_whenPf4jSpringIsThere_isABean() throws Exception {
    host.greeting("hello");

    runner(true)
        .run(context -> assertThat(context.getBean(Supplier.class).get()).isEqualTo("hello"));
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void plugins_whenTheApplicationStartsThemItself_waitForIt(boolean withPf4jSpring)
      throws Exception {
    host.signed("hello");

    runner(withPf4jSpring)
        .withPropertyValues("signet.application.start-plugins=false")
        .run(
            context -> {
              PluginManager plugins = context.getBean(PluginManager.class);
              assertThat(plugins.getPlugins()).isEmpty();
              if (plugins instanceof VerifyingSpringPluginManager spring) {
                spring.start();
              } else {
                plugins.loadPlugins();
                plugins.startPlugins();
              }
              assertThat(Runs.started(plugins)).containsExactly("hello");
            });
  }

  @Test
  void plugins_whenTheContextIsStoppedAndStartedAgain_runAgain() throws Exception {
    host.signed("hello");
    host.signed("other");
    host.signed("third");

    runner(false)
        .run(
            context -> {
              ConfigurableApplicationContext running = context.getSourceApplicationContext();
              PluginManager plugins = context.getBean(PluginManager.class);
              running.stop();
              assertThat(Runs.started(plugins)).isEmpty();
              running.start();
              assertThat(Runs.started(plugins)).containsExactly("hello", "other", "third");
            });
  }

  @Test
  void application_whenSignetIsSwitchedOff_hasNothingOfIt() {
    Runs.bare()
        .withPropertyValues("signet.enabled=false")
        .run(
            context ->
                assertThat(context)
                    .hasNotFailed()
                    .doesNotHaveBean(HostConfiguration.class)
                    .doesNotHaveBean(PluginManager.class)
                    .doesNotHaveBean(PluginAdmission.class)
                    .doesNotHaveBean(IntegrityEndpoint.class)
                    .doesNotHaveBean(IntegrityHealthIndicator.class)
                    .doesNotHaveBean(SignetMetrics.class));
  }

  @Test
  void settings_whenTheyComeFromTheEnvironment_count() throws Exception {
    host.unsigned("unsigned");

    Runs.without(Runs.bare(), PF4J_SPRING)
        .withInitializer(
            context ->
                TestPropertyValues.of(
                        Map.of(
                            "SIGNET_PLUGINS",
                            host.plugins().toString(),
                            "SIGNET_TRUST",
                            host.trust().toString(),
                            "SIGNET_REQUIRE",
                            "ALL",
                            "SIGNET_ALLOWUNSIGNED",
                            "unsigned,other",
                            "SIGNET_STATEDIRECTORY",
                            host.state().toString(),
                            "SIGNET_APPLICATION_REQUIREDPLUGINS",
                            "hello"))
                    .applyTo(context.getEnvironment(), TestPropertyValues.Type.SYSTEM_ENVIRONMENT))
        .run(
            context -> {
              assertThat(Runs.started(context.getBean(PluginManager.class)))
                  .containsExactly("unsigned");
              assertThat(host.state()).isDirectory();
              assertThat(context.getBean(SignetProperties.class).application().requiredPlugins())
                  .containsExactly("hello");
            });
  }

  @Test
  void configuration_whenTheApplicationHasItsOwn_isThat() throws Exception {
    host.signed("hello");
    Path file =
        Files.writeString(
            temp.resolve("host.yaml"), "plugins: plugins\ntrust: trust\nrequire: ALL\n");

    Runs.bare()
        .withBean(HostConfiguration.class, () -> read(file))
        .run(
            context -> {
              assertThat(context).hasSingleBean(HostConfiguration.class);
              assertThat(Runs.started(context.getBean(PluginManager.class)))
                  .containsExactly("hello");
            });
  }

  private static HostConfiguration read(Path file) {
    try {
      return HostConfiguration.read(file);
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  /** Trust of the application's own, which notes when it is let go, and when it is closed. */
  private static final class OwnTrust implements TrustSource, AutoCloseable {
    private final TrustStore store;
    private final List<String> ends;

    OwnTrust(PluginFolder host, List<String> ends) {
      try {
        store = TrustStore.load(host.trust());
      } catch (Exception e) {
        throw new IllegalStateException(e);
      }
      this.ends = ends;
    }

    @Override
    public TrustStore current() {
      return store;
    }

    @Override
    public Subscription onChange(Runnable listener) {
      return () -> ends.add("let go");
    }

    @Override
    public void close() {
      ends.add("closed");
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void trust_whenTheApplicationHasItsOwn_isThatAndIsClosedAfterTheManager(boolean withPf4jSpring)
      throws Exception {
    host.signed("hello");
    List<String> ends = new ArrayList<>();
    ApplicationContextRunner runner =
        Runs.bare()
            .withPropertyValues(
                "signet.plugins=" + host.plugins(),
                "signet.require=ALL",
                "signet.stateDirectory=" + host.state());

    (withPf4jSpring ? runner : Runs.without(runner, PF4J_SPRING))
        .withBean(OwnTrust.class, () -> new OwnTrust(host, ends))
        .run(
            context -> {
              assertThat(context).hasSingleBean(TrustSource.class);
              assertThat(Runs.started(context.getBean(PluginManager.class)))
                  .containsExactly("hello");
            });

    assertThat(ends).containsExactly("let go", "closed");
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void application_whenItIsClosed_hasStoppedItsPluginsAndLetsGoOfItsState(boolean withPf4jSpring)
      throws Exception {
    host.signed("hello");
    List<PluginManager> managers = new ArrayList<>();

    runner(withPf4jSpring)
        .run(
            context -> {
              managers.add(context.getBean(PluginManager.class));
              assertThat(Thread.getAllStackTraces().keySet())
                  .extracting(Thread::getName)
                  .contains("signet-trust");
            });

    assertThat(managers.get(0).getPlugins()).isEmpty();
    try (VerifyingPluginManager next =
        VerifyingPluginManager.builder(host.plugins())
            .trust(TrustStore.load(host.trust()))
            .require(SignatureRequirement.ALL)
            .stateDirectory(host.state())
            .build()) {
      next.loadPlugins();
      assertThat(next.getPlugins()).hasSize(1);
    }
  }

  @Test
  void manager_whenTheApplicationHasItsOwn_isThatAndStarted() throws Exception {
    host.signed("hello");

    Runs.of(host)
        .withBean(
            "own",
            VerifyingPluginManager.class,
            () -> {
              try {
                return VerifyingPluginManager.builder(host.plugins())
                    .trust(TrustStore.load(host.trust()))
                    .require(SignatureRequirement.ALL)
                    .build();
              } catch (Exception e) {
                throw new IllegalStateException(e);
              }
            })
        .run(
            context -> {
              assertThat(context).hasSingleBean(PluginManager.class);
              VerifyingPluginManager own = context.getBean(VerifyingPluginManager.class);
              assertThat(Runs.started(own)).containsExactly("hello");
              assertThat(context.getBean(PluginAdmission.class)).isSameAs(own.admission());
            });
  }

  /** For an application that has several managers, or one that nobody knows. */
  @Test
  void admission_whenTheApplicationHasItsOwn_isThat() throws Exception {
    host.unsigned("unsigned");
    try (VerifyingPluginManager manager =
            VerifyingPluginManager.builder(host.plugins())
                .trust(TrustStore.load(host.trust()))
                .require(SignatureRequirement.ALL)
                .build();
        VerifyingPluginManager other = manager.toBuilder().build()) {
      Runs.of(host)
          .withBean("one", VerifyingPluginManager.class, () -> manager)
          .withBean("other", VerifyingPluginManager.class, () -> other)
          .withBean(PluginAdmission.class, manager::admission)
          .withPropertyValues("management.endpoints.web.exposure.include=integrity")
          .run(
              context ->
                  assertThat(context.getBean(IntegrityEndpoint.class).report())
                      .isEqualTo(ReportJson.text(manager.report())));
    }
  }

  @Test
  void ledger_whenTheApplicationHasItsOwn_remembersInsteadOfTheState() throws Exception {
    host.signed("hello");
    SigningLedger ledger = SigningLedger.inMemory();

    runner(false)
        .withBean(SigningLedger.class, () -> ledger)
        .run(context -> assertThat(ledger.find("hello")).isPresent());

    assertThat(host.state().resolve("ledger.json")).doesNotExist();
  }

  @Test
  void choices_whenTheApplicationHasBeansOfThem_count() throws Exception {
    host.unsigned("unsigned");
    List<String> told = new ArrayList<>();
    IntegrityListener listener =
        new IntegrityListener() {
          @Override
          public void decisionChanged(String pluginId, Decision before, Decision now) {}

          @Override
          public void resultChanged(Optional<IntegrityResult> before, IntegrityState now) {
            told.add(now.name());
          }
        };

    runner(false)
        .withBean(IntegrityListener.class, () -> listener)
        .withBean(
            AdmissionCustomizer.class, () -> options -> options.channel(new ReleaseChannel("beta")))
        .run(
            context -> {
              assertThat(Runs.started(context.getBean(PluginManager.class)))
                  .containsExactly("unsigned");
              assertThat(told).containsExactly("unsigned");
            });
  }
}

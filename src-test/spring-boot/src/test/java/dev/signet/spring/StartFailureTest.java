package dev.signet.spring;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signet.config.ConfigurationException;
import dev.signet.config.HostConfiguration;
import dev.signet.config.HostSettings;
import dev.signet.config.Node;
import dev.signet.pf4j.VerifyingPluginManager;
import dev.signet.policy.SignatureRequirement;
import dev.signet.trust.TrustSource;
import dev.signet.trust.TrustStore;
import dev.signet.trust.TrustStoreException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.pf4j.DefaultPluginManager;
import org.pf4j.PluginManager;
import org.springframework.boot.context.properties.bind.UnboundConfigurationPropertiesException;
import org.springframework.boot.context.properties.source.ConfigurationProperty;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** What somebody is told whose application does not start. */
class StartFailureTest {
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

  @Test
  void settings_whenThereAreNone_areNamed() {
    FailureAnalysis analysis = analysis(Runs.bare());

    assertThat(analysis.getDescription())
        .contains("    - signet.plugins: is missing; name the folder of the plugins.")
        .contains("    - signet.require: is missing; choose which plugins must be signed")
        .contains("    - signet.trust: is missing; name the folder of anchors");
    assertThat(analysis.getAction()).contains("set what is missing");
  }

  @Test
  void unknownNames_whenTheyAreNoneOfSignets_areLeftToSpring() {
    UnboundConfigurationPropertiesException others =
        new UnboundConfigurationPropertiesException(
            Set.of(
                new ConfigurationProperty(ConfigurationPropertyName.of("server.prt"), "1", null)));

    assertThat(new UnknownSettingFailureAnalyzer().analyze(others)).isNull();
  }

  @Test
  void numbers_whenTheyAreNone_areNamed() {
    assertThat(
            analysis(Runs.of(host).withPropertyValues("signet.limits.files=many")).getDescription())
        .contains("signet.limits.files", "many");
  }

  @Test
  void database_whenSignetPostgresIsNotThere_saysWhatToAdd() {
    assertThat(
            analysis(
                    Runs.of(host)
                        .withPropertyValues(
                            "signet.database.url=jdbc:postgresql://localhost/fleet",
                            "signet.database.node=north",
                            "signet.database.ledger=" + temp.resolve("ledger")))
                .getDescription())
        .contains("signet.database: needs dev.signet:signet-postgres on the class path; add it");
  }

  @Test
  void trustFolder_whenItHasNoAnchor_isNamed() throws Exception {
    Files.delete(host.trust().resolve("root.crt"));

    assertThat(analysis(Runs.of(host)).getDescription())
        .contains("signet.trust: ", host.trust().toString(), "anchor");
  }

  @Test
  void stateDirectory_whenItLiesInsideThePluginsFolder_isNamed() {
    FailureAnalysis analysis =
        analysis(
            Runs.of(host)
                .withPropertyValues("signet.stateDirectory=" + host.plugins().resolve("state")));

    assertThat(analysis.getDescription()).contains("state", "inside the plugins root");
  }

  @Test
  void stateDirectory_whenOthersCanWriteToIt_isNamedWithTheRemedy() throws Exception {
    Files.createDirectory(host.state());
    Files.setPosixFilePermissions(host.state(), PosixFilePermissions.fromString("rwxrwxrwx"));

    FailureAnalysis analysis = analysis(Runs.of(host));

    assertThat(analysis.getDescription() + analysis.getAction())
        .contains(host.state().toString(), "chmod");
  }

  @Test
  void stateDirectory_whenAnotherHostHasIt_isNamed() throws Exception {
    try (VerifyingPluginManager other =
        VerifyingPluginManager.builder(host.plugins())
            .trust(TrustStore.load(host.trust()))
            .require(SignatureRequirement.ALL)
            .stateDirectory(host.state())
            .build()) {
      assertThat(other.getPlugins()).isEmpty();

      FailureAnalysis analysis = analysis(Runs.of(host));

      assertThat(analysis.getDescription())
          .contains("cannot be set up", host.state().toString(), "in use");
      assertThat(analysis.getAction()).isNotBlank();
    }
  }

  /** Trust that a bean of the application cannot open. */
  @Configuration(proxyBeanMethods = false)
  static class NoTrust {
    @Bean
    TrustSource trust() throws TrustStoreException {
      return TrustStore.load(Path.of("nosuchfolder"));
    }
  }

  @Test
  void trust_whenABeanOfItCannotBeOpened_isNamed() {
    FailureAnalysis analysis = analysis(Runs.bare().withUserConfiguration(NoTrust.class));

    assertThat(analysis.getDescription()).contains("nosuchfolder");
    assertThat(analysis.getAction()).isNotBlank();
  }

  @Test
  void manager_whenItWouldLoadUncheckedPlugins_isRefused() {
    FailureAnalysis analysis =
        analysis(
            Runs.of(host)
                .withBean(PluginManager.class, () -> new DefaultPluginManager(host.plugins())));

    assertThat(analysis.getDescription())
        .contains("org.pf4j.DefaultPluginManager", "nobody has checked");
    assertThat(analysis.getAction()).contains("two overrides", "signet.enabled=false");
  }

  @Test
  void manager_whenItWouldLoadUncheckedPluginsAndBeansAreLazy_isRefusedAtOnce() {
    FailureAnalysis analysis =
        analysis(
            Runs.of(host)
                .withBean(PluginManager.class, () -> new DefaultPluginManager(host.plugins()))
                .withInitializer(Runs::makeLazy));

    assertThat(analysis.getDescription()).contains("nobody has checked");
  }

  @Test
  void trust_whenItIsOneOfAConfigurationAndNoBean_isNamed() {
    FailureAnalysis analysis =
        analysis(Runs.bare().withBean(HostConfiguration.class, this::configuration));

    assertThat(analysis.getDescription()).contains("trust of its own, which is no bean");
    assertThat(analysis.getAction()).contains("TrustSource");
  }

  private HostConfiguration configuration() {
    try {
      Map<String, Node.Member> members =
          Map.of(
              "plugins", new Node.Member("", new Node.Scalar("", "plugins")),
              "require", new Node.Member("", new Node.Scalar("", "ALL")));
      return HostConfiguration.of(
          new HostSettings(
              temp,
              new Node.Mapping("", members),
              new HostSettings.Origin("", List.of()),
              Optional.of(TrustStore.load(host.trust()))));
    } catch (ConfigurationException | TrustStoreException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void managers_whenThereAreSeveral_areToBeToldApart() {
    FailureAnalysis analysis =
        analysis(
            Runs.of(host)
                .withBean("one", VerifyingPluginManager.class, this::manager)
                .withBean("two", VerifyingPluginManager.class, this::manager));

    assertThat(analysis.getDescription()).contains("2 plugin managers");
    assertThat(analysis.getAction()).contains("PluginAdmission");
  }

  private VerifyingPluginManager manager() {
    try {
      return VerifyingPluginManager.builder(host.plugins())
          .trust(TrustStore.load(host.trust()))
          .require(SignatureRequirement.ALL)
          .build();
    } catch (TrustStoreException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void failure_whenItSaysWhatToDo_isTakenApart() {
    StartException failure =
        StartException.of(
            new IllegalStateException("Signet needs Jackson 2.18, and here is 2.15. Raise it."));

    assertThat(failure).hasMessage("Signet needs Jackson 2.18, and here is 2.15.");
    assertThat(failure.action()).isEqualTo("Raise it.");
  }

  private static FailureAnalysis analysis(ApplicationContextRunner runner) {
    FailureAnalysis[] found = new FailureAnalysis[1];
    runner.run(context -> found[0] = Runs.analysis(context.getStartupFailure()));
    return Objects.requireNonNull(found[0]);
  }
}

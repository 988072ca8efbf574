package dev.signet.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.signet.pf4j.VerifyingPluginManager;
import dev.signet.pf4j.wanted.ConvergenceReport;
import dev.signet.pf4j.wanted.ListFollower;
import dev.signet.sign.key.PemFiles;
import dev.signet.testkit.FakeRegistry;
import dev.signet.testkit.Locks;
import dev.signet.testkit.PluginAuthor;
import dev.signet.testkit.Schemas;
import dev.signet.testkit.TestHost;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code fleet} of a host's settings. */
class FleetSettingsTest {
  private static final String LEAST = "plugins: plugins\ntrust: trust\nrequire: ALL\n";
  private static final String FLEET =
      "fleet: {name: north, list: plugins.lock, bundles: bundles}\n";

  @TempDir private Path temp;
  private TestHost host;

  @BeforeEach
  void makeHost() throws IOException {
    host = new TestHost(temp);
    Path trust = Files.createDirectories(temp.resolve("trust"));
    PemFiles.writeCertificates(trust.resolve("root.crt"), List.of(host.authority().certificate()));
  }

  @AfterEach
  void close() {
    host.close();
  }

  private HostConfiguration read(String text) throws Exception {
    return HostConfiguration.read(Files.writeString(temp.resolve("host.yaml"), text));
  }

  @Test
  void list_whenARegistryKeepsIt_isAskedForThere() throws Exception {
    PluginAuthor signer = PluginAuthor.of("plugins-lock", host.authority());
    try (FakeRegistry registry = FakeRegistry.start()) {
      registry.list("fleet/north", "current", Locks.file(Locks.lock("north", 1), signer));
      String list = "oci:" + registry.name() + "/fleet/north:current";
      String text =
          LEAST
              + "stateDirectory: state\nregistries: {plainHttp: true}\n"
              + FLEET.replace("plugins.lock", "'" + list + "'");
      assertThat(Schemas.SETTINGS.problems(text)).isEmpty();
      try (HostConfiguration configuration = read(text);
          VerifyingPluginManager manager = configuration.managerBuilder().build()) {
        manager.loadPlugins();

        ConvergenceReport report = configuration.convergence(manager).orElseThrow().build().run();
        registry.answer("/v2/fleet/north/manifests/current", new byte[0]);
        ConvergenceReport none = configuration.convergence(manager).orElseThrow().build().run();

        assertThat(report.isConverged()).as(report.toString()).isTrue();
        assertThat(none.problem().orElseThrow()).contains(list, "what is there stays");
      }
    }
  }

  @ParameterizedTest
  @CsvSource({"oci:registry.example/fleet, add a tag", "oci:!, registry"})
  void list_whenNoRegistryCanKeepIt_isAProblemOfTheSettings(String list, String why) {
    String text =
        LEAST + "stateDirectory: state\n" + FLEET.replace("plugins.lock", "'" + list + "'");

    assertThat(catchThrowableOfType(ConfigurationException.class, () -> read(text)).problems())
        .singleElement()
        .asString()
        .contains("fleet.list: ", why);
  }

  @Test
  void fleet_whenSet_isWhoseListTheHostGoesBy() throws Exception {
    String text = LEAST + "stateDirectory: state\n" + FLEET;
    assertThat(Schemas.SETTINGS.problems(text)).isEmpty();
    host.signed("clock", "1.0.0").folder(host.plugins());
    PluginAuthor signer = PluginAuthor.of("plugins-lock", host.authority());
    Path list = temp.resolve("plugins.lock");
    try (HostConfiguration configuration = read(text);
        VerifyingPluginManager manager = configuration.managerBuilder().build()) {
      manager.loadPlugins();
      Files.write(list, Locks.file(Locks.lock("south", 1), signer));
      ConvergenceReport other = configuration.convergence(manager).orElseThrow().build().run();
      Files.write(list, Locks.file(Locks.lock("north", 1), signer));
      ConvergenceReport own = configuration.convergence(manager).orElseThrow().build().run();

      assertThat(other.problem().orElseThrow()).contains("'south'", "'north'");
      assertThat(own.isConverged()).as(own.toString()).isTrue();
      assertThat(TestHost.ids(manager)).isEmpty();
    }
  }

  @Test
  @Timeout(60)
  void list_whenTheHostFollowsIt_isWhatItComesToRun() throws Exception {
    host.signed("clock", "1.0.0").folder(host.plugins());
    PluginAuthor signer = PluginAuthor.of("plugins-lock", host.authority());
    String text = LEAST + "stateDirectory: state\n" + FLEET.replace("}", ", every: 1 second}");
    assertThat(Schemas.SETTINGS.problems(text)).isEmpty();
    try (HostConfiguration configuration = read(text);
        VerifyingPluginManager manager = configuration.managerBuilder().build()) {
      manager.loadPlugins();
      Files.write(temp.resolve("plugins.lock"), Locks.file(Locks.lock("north", 1), signer));
      try (ListFollower follower = configuration.follow(manager.admission()).orElseThrow()) {
        while (follower.latest().isEmpty()) {
          TimeUnit.MILLISECONDS.sleep(20);
        }
      }
      assertThat(TestHost.ids(manager)).isEmpty();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"PT0.5S", "2 days"})
  void every_whenTooShortOrTooLong_isRefused(String every) {
    String text = LEAST + "stateDirectory: state\n" + FLEET.replace("}", ", every: " + every + "}");
    ConfigurationException e = catchThrowableOfType(ConfigurationException.class, () -> read(text));

    assertThat(e.problems()).singleElement().asString().contains("fleet.every", "PT1S");
  }

  @Test
  void fleet_whenNotSet_isNone() throws Exception {
    try (HostConfiguration configuration = read(LEAST);
        VerifyingPluginManager manager = configuration.managerBuilder().build()) {
      assertThat(configuration.convergence(manager)).isEmpty();
      assertThat(configuration.follow(manager.admission())).isEmpty();
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          fleet: {list: a, bundles: b}              | fleet.name: is missing
          fleet: {name: a, bundles: b}              | fleet.list: is missing
          fleet: {name: a, list: b}                 | fleet.bundles: is missing
          fleet: {name: a, list: b, bundles: c, x: 1} | fleet.x: is no setting
          fleet: {name: a, list: b, bundles: c, every: often} | fleet.every: 'often'
          """)
  void setting_whenMissingOrUnknown_isNamed(String fleet, String told) {
    String text = LEAST + "stateDirectory: state\n" + fleet + "\n";
    ConfigurationException e = catchThrowableOfType(ConfigurationException.class, () -> read(text));

    assertThat(e.problems()).singleElement().asString().contains(told);
    assertThat(Schemas.SETTINGS.problems(text)).isNotEmpty();
  }

  @Test
  void fleet_whenThereIsNoStateDirectory_isRefused() {
    ConfigurationException e =
        catchThrowableOfType(ConfigurationException.class, () -> read(LEAST + FLEET));

    assertThat(e.problems()).singleElement().asString().contains("fleet", "stateDirectory");
  }
}

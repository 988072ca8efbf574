package dev.signet.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.assertj.core.api.Assertions.tuple;

import dev.signet.pf4j.VerifyingPluginManager;
import dev.signet.postgres.FleetException;
import dev.signet.postgres.FleetLedger;
import dev.signet.postgres.FleetNodes;
import dev.signet.postgres.Listening;
import dev.signet.postgres.NodeResult;
import dev.signet.postgres.PostgresExtension;
import dev.signet.sign.key.PemFiles;
import dev.signet.testkit.PluginAuthor;
import dev.signet.testkit.PluginKit;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.postgresql.ds.PGSimpleDataSource;

/** The fleet of a host, by its settings. */
class HostFleetTest {
  @RegisterExtension static final PostgresExtension POSTGRES = new PostgresExtension();

  @TempDir private Path temp;
  private PGSimpleDataSource database;
  private Path password;

  @BeforeEach
  void makeHost() throws Exception {
    database = (PGSimpleDataSource) POSTGRES.database().as("signet_node");
    Path trust = Files.createDirectories(temp.resolve("trust"));
    PemFiles.writeCertificates(
        trust.resolve("root.crt"), List.of(PluginAuthor.authority("Root").certificate()));
    PluginKit.plugin("clock", "1.0.0").folder(Files.createDirectories(temp.resolve("plugins")));
    password = Files.writeString(temp.resolve("password"), "secret\n");
    Files.setPosixFilePermissions(password, PosixFilePermissions.fromString("rw-------"));
  }

  private Path settings(String fleet) throws IOException {
    return Files.writeString(
        temp.resolve("signet.yaml"),
        "plugins: plugins\ntrust: trust\nrequire: ALL\nstateDirectory: state\ndatabase:\n" + fleet);
  }

  private String fleet() {
    return String.format(
        Locale.ROOT,
        """
          url: jdbc:postgresql://localhost:%d/%s
          user: %s
          passwordFile: password
          node: north
          ledger: own
        """,
        database.getPortNumbers()[0],
        database.getDatabaseName(),
        database.getUser());
  }

  private List<String> problems(String fleet) throws IOException {
    Path file = settings(fleet);
    return catchThrowableOfType(ConfigurationException.class, () -> HostConfiguration.read(file))
        .problems();
  }

  @Test
  void host_whenItsSettingsNameAFleet_hasItsLedgerAndReportsItself() throws Exception {
    try (HostConfiguration configuration = HostConfiguration.read(settings(fleet()));
        VerifyingPluginManager manager = configuration.managerBuilder().build()) {
      manager.loadPlugins();
      HostFleet fleet = configuration.fleet().orElseThrow();
      fleet.report(manager.admission());
      fleet.stopReporting();

      assertThat(manager.admission().ledger()).isInstanceOf(FleetLedger.class);
      assertThat(manager.admission().ledger().find("clock")).isEmpty();
      assertThat(fleet.nodes().results(FleetNodes.Filter.ALL, 0, 10).rows())
          .extracting(NodeResult::node, NodeResult::plugin, NodeResult::standing)
          .containsExactly(tuple("north", "clock", "unsigned"));
    }
    assertThat(Files.exists(temp.resolve("own"))).isTrue();
    HostConfiguration.read(settings(fleet())).close();
  }

  @Test
  void host_whenItIsToListen_keepsAConnectionForItUntilItIsClosed() throws Exception {
    Path file = settings(fleet() + "  listen: true\n");
    try (HostConfiguration configuration = HostConfiguration.read(file);
        VerifyingPluginManager manager = configuration.managerBuilder().build()) {
      HostFleet fleet = configuration.fleet().orElseThrow();
      fleet.report(manager.admission());

      assertThat(Listening.await(database)).isPositive();
    }
  }

  @Test
  void host_whenItsSettingsNameNone_hasNone() throws Exception {
    Path file = settings(fleet());
    Files.writeString(file, Files.readString(file).replaceAll("(?s)database:.*", ""));
    try (HostConfiguration configuration = HostConfiguration.read(file)) {
      assertThat(configuration.fleet()).isEmpty();
    }
  }

  @Test
  void settings_whenSomethingIsMissingOrWrong_areNamed() throws Exception {
    assertThat(problems("  user: north\n"))
        .satisfiesExactlyInAnyOrder(
            each -> assertThat(each).contains("database.url: is missing; name the database"),
            each -> assertThat(each).contains("database.node: is missing; give this host a name"),
            each -> assertThat(each).contains("database.ledger: is missing; name a folder"));
    assertThat(problems(fleet().replace("jdbc:postgresql:", "jdbc:mysql:")))
        .singleElement()
        .asString()
        .contains("database: url: 'jdbc:mysql://", "should be jdbc:postgresql://host/database");
    assertThat(problems(fleet() + "  schema: No\n"))
        .singleElement()
        .asString()
        .contains("'No' must be a lower-case letter");
    assertThat(problems(fleet() + "  reportEvery: 2 days\n"))
        .singleElement()
        .asString()
        .contains("interval: ", "is not from PT1S to PT1H");
    assertThat(problems(fleet().replace("ledger: own", "ledger: plugins/own")))
        .singleElement()
        .asString()
        .contains("plugins");
    HostConfiguration.read(settings(fleet())).close();
  }

  @Test
  void passwordFile_whenOthersCanReadIt_isNotUsed() throws Exception {
    Files.setPosixFilePermissions(password, PosixFilePermissions.fromString("rw-r--r--"));
    try (HostConfiguration configuration = HostConfiguration.read(settings(fleet()))) {
      assertThat(
              catchThrowableOfType(
                  FleetException.class,
                  () ->
                      configuration
                          .fleet()
                          .orElseThrow()
                          .nodes()
                          .nodes(FleetNodes.Filter.ALL, 0, 1)))
          .hasMessageContaining("the password cannot be read: ")
          .hasMessageContaining("chmod go-rwx");
    }
  }
}

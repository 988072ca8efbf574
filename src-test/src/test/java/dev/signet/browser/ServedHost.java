package dev.signet.browser;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.signet.config.ConfigurationException;
import dev.signet.postgres.Postgres;
import dev.signet.sample.host.Dashboard;
import dev.signet.sample.host.PageServer;
import dev.signet.sample.host.ServeOptions;
import dev.signet.sign.key.PemFiles;
import dev.signet.testkit.TestHost;
import dev.signet.testkit.Trees;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.postgresql.ds.PGSimpleDataSource;

/** The sample host on the plugins of a folder, served. */
final class ServedHost implements AutoCloseable {
  private static final Pattern PASSWORD = Pattern.compile("password of this run: (\\S+)");

  private final Dashboard dashboard;
  private final PageServer server;
  private final String password;

  private ServedHost(Dashboard dashboard, PageServer server, String password) {
    this.dashboard = dashboard;
    this.server = server;
    this.password = password;
  }

  /** Starts the host in the folder in which these plugins are. */
  static ServedHost start(TestHost plugins) throws IOException, ConfigurationException {
    return start(plugins, "");
  }

  /** Starts it as one of the hosts of a fleet. */
  static ServedHost start(TestHost plugins, Postgres.Database fleet)
      throws IOException, ConfigurationException, SQLException {
    PGSimpleDataSource database = (PGSimpleDataSource) fleet.as("signet_node");
    return start(
        plugins,
        String.format(
            Locale.ROOT,
            """
            database:
              url: jdbc:postgresql://localhost:%d/%s
              user: %s
              node: this-host
              ledger: own
            """,
            database.getPortNumbers()[0],
            database.getDatabaseName(),
            database.getUser()));
  }

  private static ServedHost start(TestHost plugins, String further)
      throws IOException, ConfigurationException {
    Path folder = plugins.state().resolveSibling("");
    Trees.write(
        folder.resolve("trust/root.crt"),
        PemFiles.text(plugins.authority().certificate()).getBytes(UTF_8));
    Path settings = folder.resolve("signet.yaml");
    Files.writeString(
        settings,
        "plugins: plugins\ntrust: trust\nrequire: ALL\nstateDirectory: state\n" + further);
    Dashboard dashboard = Dashboard.open(settings);
    ByteArrayOutputStream printed = new ByteArrayOutputStream();
    PageServer server =
        PageServer.start(dashboard, ServeOptions.local(0), new PrintStream(printed, true, UTF_8));
    Matcher matcher = PASSWORD.matcher(printed.toString(UTF_8));
    if (!matcher.find()) {
      throw new AssertionError("no password printed: " + printed.toString(UTF_8));
    }
    return new ServedHost(dashboard, server, matcher.group(1));
  }

  String address(String path) {
    return server.address().resolve(path).toString();
  }

  String password() {
    return password;
  }

  @Override
  public void close() {
    server.close();
    dashboard.close();
  }
}

package dev.signet.postgres;

import dev.signet.file.FileTree;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicInteger;
import javax.sql.DataSource;
import org.junit.jupiter.api.Assumptions;

/** A real PostgreSQL, in which each test has a database with an empty schema of its own. */
public final class Postgres implements AutoCloseable {
  private static final String TEMPLATE = "fleet_template";
  private static final String OWNER = "postgres";

  private final EmbeddedPostgres server;
  private final AtomicInteger number = new AtomicInteger();

  private Postgres(EmbeddedPostgres server) {
    this.server = server;
  }

  /** Starts one, or has the tests skipped where there is none to start. */
  public static Postgres start() throws IOException, SQLException {
    return start(builder());
  }

  /** Starts one with other settings, or has the tests skipped where there is none to start. */
  static Postgres start(EmbeddedPostgres.Builder builder) throws IOException, SQLException {
    Postgres postgres = null;
    try {
      postgres = new Postgres(builder.start());
    } catch (IOException | IllegalStateException e) {
      Assumptions.abort("PostgreSQL cannot be started here: " + e);
    }
    execute(postgres.server.getPostgresDatabase(), "create database " + TEMPLATE);
    FleetSchema.migrate(postgres.server.getDatabase(OWNER, TEMPLATE));
    return postgres;
  }

  /** One that unpacks its programs once for all tests. */
  static EmbeddedPostgres.Builder builder() {
    return EmbeddedPostgres.builder()
        .setOverrideWorkingDirectory(Path.of("target", "postgres").toFile())
        .setPgBinaryResolver(
            (system, machine) ->
                Postgres.class.getResourceAsStream(
                    "/postgres-" + system.toLowerCase(Locale.ROOT) + "-" + machine + ".txz"))
        .setServerConfig("fsync", "off");
  }

  public Database database() throws SQLException {
    String name = "fleet" + number.incrementAndGet();
    execute(server.getPostgresDatabase(), "create database " + name + " template " + TEMPLATE);
    return new Database(server, name);
  }

  /** One test's. */
  public record Database(EmbeddedPostgres server, String name) {

    /** Connects as who owns everything. */
    public DataSource owner() {
      return server.getDatabase(OWNER, name);
    }

    /** Connects as a login that is a member of a role. */
    public DataSource as(String role) throws SQLException {
      return as(role, role);
    }

    /** Connects as one of several such logins. */
    DataSource as(String role, String who) throws SQLException {
      String login = name + "_" + who;
      execute(
          owner(),
          "do $$ begin if not exists (select from pg_roles where rolname = 'LOGIN') then"
                  .replace("LOGIN", login)
              + " create role LOGIN login; grant ROLE to LOGIN; end if; end $$"
                  .replace("LOGIN", login)
                  .replace("ROLE", role));
      return server.getDatabase(login, name);
    }
  }

  /** A server of one test's own that can be killed, with a schema in the first database. */
  static final class Server implements AutoCloseable {
    private final Path data;
    private EmbeddedPostgres running;

    private Server(Path data, EmbeddedPostgres running) {
      this.data = data;
      this.running = running;
    }

    static Server start(Path data) throws IOException {
      Server server = null;
      try {
        server = new Server(data, settings(data).start());
      } catch (IOException | IllegalStateException e) {
        Assumptions.abort("PostgreSQL cannot be started here: " + e);
      }
      FleetSchema.migrate(server.as(OWNER));
      return server;
    }

    private static EmbeddedPostgres.Builder settings(Path data) {
      return builder().setDataDirectory(data).setCleanDataDirectory(false);
    }

    /** Connects as a login, also after a restart. */
    DataSource as(String login) {
      return running.getDatabase(login, OWNER);
    }

    /** Has it end without a word. */
    void kill() throws IOException {
      long pid = Long.parseLong(Files.readAllLines(data.resolve("postmaster.pid")).get(0).strip());
      ProcessHandle process = ProcessHandle.of(pid).orElseThrow();
      process.destroyForcibly();
      process.onExit().join();
    }

    /** Starts it again in its place. */
    void restart() throws IOException {
      int port = running.getPort();
      running.close();
      running = settings(data).setPort(port).start();
    }

    @Override
    public void close() throws IOException {
      running.close();
      deleteLeftovers();
    }
  }

  static void execute(DataSource source, String sql) throws SQLException {
    try (Connection connection = source.getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  /** Also deletes what the library leaves in this process's own folder for temporary files. */
  @Override
  public void close() throws IOException {
    server.close();
    deleteLeftovers();
  }

  private static void deleteLeftovers() throws IOException {
    if (!Boolean.getBoolean("signet.temporary.own")) {
      return;
    }
    Path temporary = Path.of(System.getProperty("java.io.tmpdir"));
    try (DirectoryStream<Path> left =
        Files.newDirectoryStream(temporary, "{detect_linux_distribution_*.sh,embedded-pg}")) {
      for (Path each : left) {
        FileTree.delete(each);
      }
    }
  }
}

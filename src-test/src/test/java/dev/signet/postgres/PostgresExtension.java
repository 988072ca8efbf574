package dev.signet.postgres;

import java.io.IOException;
import java.sql.SQLException;
import java.util.Optional;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** A real PostgreSQL for the tests of a class, which are skipped where there is none to start. */
public final class PostgresExtension implements BeforeAllCallback, AfterAllCallback {
  private Optional<Postgres> running = Optional.empty();

  @Override
  public void beforeAll(ExtensionContext context) throws IOException, SQLException {
    running = Optional.of(Postgres.start());
  }

  @Override
  public void afterAll(ExtensionContext context) throws IOException {
    if (running.isPresent()) {
      running.get().close();
    }
  }

  /** Returns a database with an empty schema. */
  public Postgres.Database database() throws SQLException {
    return running.orElseThrow().database();
  }
}

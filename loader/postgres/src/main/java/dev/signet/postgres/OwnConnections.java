package dev.signet.postgres;

import dev.signet.file.Ownership;
import dev.signet.file.SmallFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Optional;
import org.postgresql.ds.PGSimpleDataSource;

/** Connections without a pool, none of which is waited for longer than five seconds. */
final class OwnConnections extends PGSimpleDataSource {
  private static final long serialVersionUID = 1;
  private static final int LIMIT_SECONDS = 5;
  private static final int MAX_BYTES = 4_096;

  private transient Optional<Path> passwordFile = Optional.empty();

  private OwnConnections() {}

  /**
   * Returns the connections to an address.
   *
   * @throws IllegalArgumentException when it is none of PostgreSQL's
   */
  static OwnConnections of(String url, Optional<String> user, Optional<Path> passwordFile) {
    OwnConnections source = new OwnConnections();
    if (!url.startsWith("jdbc:postgresql:")) {
      throw new IllegalArgumentException(
          "url: '" + url + "' should be jdbc:postgresql://host/database");
    }
    source.setUrl(url);
    source.setConnectTimeout(LIMIT_SECONDS);
    source.setLoginTimeout(LIMIT_SECONDS);
    source.setSocketTimeout(2 * LIMIT_SECONDS);
    source.setTcpKeepAlive(true);
    user.ifPresent(source::setUser);
    source.passwordFile = passwordFile;
    return source;
  }

  /** One that was changed counts for the next connection. */
  @Override
  public Connection getConnection() throws SQLException {
    return passwordFile.isPresent()
        ? getConnection(getUser(), password(passwordFile.get()))
        : super.getConnection();
  }

  private static String password(Path file) throws SQLException {
    try {
      Ownership.checkPrivate(file);
      String text = new String(SmallFile.read(file, MAX_BYTES), StandardCharsets.UTF_8);
      return text.lines().findFirst().orElse("");
    } catch (IOException e) {
      throw new SQLException("the password cannot be read: " + e.getMessage(), "28000", e);
    }
  }
}

package dev.signet.config;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** {@code database}: the database that several hosts share. */
final class DatabaseSettings {
  private static final String MODULE = "dev.signet.postgres.PostgresLedger";

  private DatabaseSettings() {}

  /** The database, and who this host is in it. */
  record Place(
      String url,
      Optional<String> user,
      Optional<Path> passwordFile,
      String node,
      Optional<String> schema) {}

  /**
   * All that is set.
   *
   * @param ledger where the host keeps what it remembers itself
   */
  record Wanted(
      Place place,
      Path ledger,
      Optional<Duration> reportEvery,
      boolean listen,
      boolean admitNewWhileAway) {}

  /**
   * Reads the section, and opens what it names where all settings are in order.
   *
   * @param plugins the folders in which plugins lie
   * @param onlyLooking whether nothing may be opened
   */
  static Optional<HostFleet> open(Section root, List<Path> plugins, boolean onlyLooking) {
    Optional<Section> section = root.section("database");
    if (section.isEmpty()) {
      return Optional.empty();
    }
    Section database = section.get();
    Optional<String> url = database.text("url");
    database.require("url", url.isPresent(), "name the database: jdbc:postgresql://host/database");
    Optional<String> node = database.text("node");
    database.require("node", node.isPresent(), "give this host a name that no other has");
    Optional<Path> ledger = database.path("ledger");
    database.require(
        "ledger", ledger.isPresent(), "name a folder for what this host itself remembers");
    Place place =
        new Place(
            url.orElse(""),
            database.text("user"),
            database.path("passwordFile"),
            node.orElse(""),
            database.text("schema"));
    Wanted settings =
        new Wanted(
            place,
            ledger.orElse(Path.of("")),
            database.interval("reportEvery"),
            database.flag("listen").orElse(false),
            database.flag("admitNewWhileAway").orElse(false));
    database.rejectOthers();
    if (!isThere()) {
      root.problem(
          "database",
          "needs dev.signet:signet-postgres on the class path; add it, or take this out");
    }
    return onlyLooking || !root.problems().isEmpty()
        ? Optional.empty()
        : opened(root, settings, plugins);
  }

  private static Optional<HostFleet> opened(Section root, Wanted settings, List<Path> plugins) {
    try {
      return Optional.of(HostFleet.open(settings, plugins));
    } catch (IllegalArgumentException | IllegalStateException e) {
      root.problem("database", String.valueOf(e.getMessage()));
      return Optional.empty();
    }
  }

  private static boolean isThere() {
    try {
      Class.forName(MODULE, false, DatabaseSettings.class.getClassLoader());
      return true;
    } catch (ClassNotFoundException e) {
      return false;
    }
  }
}

package dev.signet.lock;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A list as JSON: members are declared, and so written, in the order of their names. */
record LockForm(String created, String fleet, long number, List<Entry> plugins) {

  /** Checks that it is a list, so that a reader names the place of what is wrong. */
  LockForm {
    plugins = List.copyOf(present(plugins, "plugins"));
    read(created, fleet, number, plugins);
  }

  record Entry(
      String approvedBy,
      String digest,
      String from,
      String id,
      @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable String notBefore,
      String version) {

    /** Checks that it is a plugin. */
    Entry {
      present(approvedBy, "approvedBy");
      present(digest, "digest");
      present(from, "from");
      present(id, "id");
      present(version, "version");
      // Here, so that a reader names the place of what is wrong.
      new LockedPlugin(id, version, digest, from, approvedBy, start(notBefore));
    }

    static Entry of(LockedPlugin plugin) {
      return new Entry(
          plugin.approvedBy(),
          plugin.digest(),
          plugin.from(),
          plugin.id(),
          plugin.notBefore().map(Instant::toString).orElse(null),
          plugin.version());
    }

    LockedPlugin plugin() {
      return new LockedPlugin(id, version, digest, from, approvedBy, start(notBefore));
    }

    private static Optional<Instant> start(@Nullable String notBefore) {
      return Optional.ofNullable(notBefore).map(text -> instant(text, "notBefore"));
    }
  }

  static LockForm of(PluginsLock lock) {
    return new LockForm(
        lock.created().toString(),
        lock.fleet(),
        lock.number(),
        lock.plugins().stream().map(Entry::of).toList());
  }

  PluginsLock lock() {
    return read(created, fleet, number, plugins);
  }

  private static PluginsLock read(
      @Nullable String created, @Nullable String fleet, long number, List<Entry> plugins) {
    return new PluginsLock(
        present(fleet, "fleet"),
        number,
        instant(present(created, "created"), "created"),
        plugins.stream().map(Entry::plugin).toList());
  }

  private static <T> T present(@Nullable T part, String name) {
    if (part == null) {
      throw new IllegalArgumentException(name + ": is missing");
    }
    return part;
  }

  /** There is one way to write an instant: any other would be signed otherwise than it is read. */
  private static Instant instant(String text, String name) {
    try {
      Instant instant = Instant.parse(text);
      if (instant.toString().equals(text)) {
        return instant;
      }
    } catch (DateTimeException e) {
      // Told below.
    }
    throw new IllegalArgumentException(
        name + ": must be a date like 2026-11-30T12:00:00Z, in whole seconds");
  }
}

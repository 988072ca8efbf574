package dev.signet.testkit;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.signet.lock.LockException;
import dev.signet.lock.LockedPlugin;
import dev.signet.lock.PluginsLock;
import dev.signet.lock.SignedLock;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** Lists of wanted plugins, signed by hand: what is signed is written down here once more. */
public final class Locks {
  /** The fleet of all lists that name no other. */
  public static final String FLEET = "north";

  /** When they were made. */
  public static final Instant CREATED = Instant.parse("2026-11-30T12:00:00Z");

  private static final ObjectMapper JSON = new ObjectMapper();

  private Locks() {}

  /** Returns a plugin whose digest is this hex digit all along. */
  public static LockedPlugin plugin(String id, String version, String digit) {
    return of(id, version, digit.repeat(128), "bundles/" + id + ".zip");
  }

  /** Returns a plugin of these files. */
  public static LockedPlugin of(String id, String version, String digest, String from) {
    return new LockedPlugin(id, version, digest, from, "alice", Optional.empty());
  }

  /** Returns a list of these, which are sorted here. */
  public static PluginsLock lock(long number, LockedPlugin... plugins) {
    return lock(FLEET, number, plugins);
  }

  /** Returns a list of another fleet. */
  public static PluginsLock lock(String fleet, long number, LockedPlugin... plugins) {
    List<LockedPlugin> sorted =
        Stream.of(plugins).sorted((one, other) -> one.id().compareTo(other.id())).toList();
    return new PluginsLock(fleet, number, CREATED, sorted);
  }

  /** Returns a file, signed rightly by whoever it is. */
  public static byte[] file(PluginsLock lock, PluginAuthor by) {
    return file(lock, by.cosignatureOver(signedBytes(lock)));
  }

  /** Returns a file with these members beside the list. */
  public static byte[] file(PluginsLock lock, JsonNode signature) {
    return changed(SignedLock.draft(lock).toBytes(), file -> file.setAll((ObjectNode) signature));
  }

  /** Returns a file that was changed after it was made. */
  public static byte[] changed(byte[] file, Consumer<ObjectNode> change) {
    try {
      ObjectNode tree = (ObjectNode) JSON.readTree(file);
      change.accept(tree);
      return JSON.writerWithDefaultPrettyPrinter().writeValueAsBytes(tree);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Returns what such a file is read as. */
  public static SignedLock signed(PluginsLock lock, PluginAuthor by) {
    return read(file(lock, by));
  }

  /** Returns what a file is read as that can be read. */
  public static SignedLock read(byte[] file) {
    try {
      return SignedLock.read(file, "plugins.lock");
    } catch (LockException e) {
      throw new AssertionError(e);
    }
  }

  /** As {@code docs/formats.md} has it, without any code of the library. */
  private static byte[] signedBytes(PluginsLock lock) {
    StringBuilder text = new StringBuilder("signet plugins lock 1\n");
    text.append("{\"created\":\"").append(lock.created());
    text.append("\",\"fleet\":\"").append(lock.fleet());
    text.append("\",\"number\":").append(lock.number()).append(",\"plugins\":[");
    String comma = "";
    for (LockedPlugin plugin : lock.plugins()) {
      text.append(comma).append("{\"approvedBy\":\"").append(plugin.approvedBy());
      text.append("\",\"digest\":\"").append(plugin.digest());
      text.append("\",\"from\":\"").append(plugin.from());
      text.append("\",\"id\":\"").append(plugin.id()).append('"');
      plugin.notBefore().ifPresent(at -> text.append(",\"notBefore\":\"").append(at).append('"'));
      text.append(",\"version\":\"").append(plugin.version()).append("\"}");
      comma = ",";
    }
    return text.append("]}\n").toString().getBytes(UTF_8);
  }
}

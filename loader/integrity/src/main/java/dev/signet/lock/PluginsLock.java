package dev.signet.lock;

import dev.signet.json.StrictJson;
import dev.signet.manifest.Digest;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * What the hosts of a fleet are to run: all of it, and nothing else. Each list of a fleet has a
 * higher number than the one before.
 *
 * @param fleet whose hosts go by it, at most {@link LockedPlugin#MAX_CHARS} characters
 * @param number from 1 to {@link #HIGHEST}
 * @param created when it was made, whole seconds; for people to read
 * @param plugins in the strictly ascending order of their ids' characters, at most {@link
 *     #MOST_PLUGINS}
 */
public record PluginsLock(String fleet, long number, Instant created, List<LockedPlugin> plugins) {
  /** Most plugins in a list: 5,000. */
  public static final int MOST_PLUGINS = 5_000;

  /** The highest number of a list: 2⁵³ − 1, the highest that every reader of JSON has exactly. */
  public static final long HIGHEST = (1L << 53) - 1;

  private static final String PURPOSE = "signet plugins lock 1\n";

  /**
   * Checks the bounds and copies the list.
   *
   * @throws IllegalArgumentException when the fleet's name, the number or the date is out of
   *     bounds, there are too many plugins, or they are not in their order
   */
  public PluginsLock {
    LockedPlugin.requireText(fleet, "fleet");
    LockedPlugin.requireSeconds(Objects.requireNonNull(created, "created"), "created");
    plugins = List.copyOf(plugins);
    if (number < 1 || number > HIGHEST) {
      throw new IllegalArgumentException("number: must be from 1 to " + HIGHEST);
    }
    if (plugins.size() > MOST_PLUGINS) {
      throw new IllegalArgumentException("plugins: are more than the " + MOST_PLUGINS + " allowed");
    }
    String before = "";
    for (LockedPlugin plugin : plugins) {
      if (before.compareTo(plugin.id()) >= 0) {
        throw new IllegalArgumentException(
            "plugins: '" + plugin.id() + "' is there twice, or not in the order of ids");
      }
      before = plugin.id();
    }
  }

  /** Returns what the list says of a plugin; empty when no host is to run it. */
  public Optional<LockedPlugin> plugin(String id) {
    return plugins.stream().filter(plugin -> plugin.id().equals(id)).findFirst();
  }

  /** Returns the bytes that a signature of this list is over. */
  public byte[] signedBytes() {
    return (PURPOSE + StrictJson.line(LockForm.of(this)) + "\n").getBytes(StandardCharsets.UTF_8);
  }

  /**
   * Returns what tells two lists of one number apart: SHA-512 of {@link #signedBytes}, 128
   * lower-case hex digits.
   */
  public String digest() {
    return Digest.over(signedBytes()).hex();
  }
}

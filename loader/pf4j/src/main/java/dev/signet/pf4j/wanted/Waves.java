package dev.signet.pf4j.wanted;

import dev.signet.lock.PluginsLock;
import dev.signet.trust.KeyRules;
import dev.signet.verdict.Durations;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Turns by the digest of list and name, which all hosts come to alike. */
final class Waves implements FleetTurn {
  private final String host;
  private final List<String> hosts;
  private final int atOnce;
  private final Duration pause;
  private String seen = "";
  private Instant since = Instant.MAX;

  Waves(String host, List<String> hosts, int atOnce, Duration pause) {
    this.host = host;
    this.hosts = List.copyOf(hosts);
    this.atOnce = atOnce;
    this.pause = Durations.requirePositive(pause, "pause");
    if (!this.hosts.contains(host)) {
      throw new IllegalArgumentException("hosts: '" + host + "' is none of them");
    }
    if (new HashSet<>(this.hosts).size() != this.hosts.size()) {
      throw new IllegalArgumentException("hosts: a name is there twice");
    }
    if (atOnce < 1) {
      throw new IllegalArgumentException("atOnce: must be at least 1");
    }
  }

  @Override
  public synchronized Optional<Held> take(PluginsLock lock, Instant at) {
    String digest = lock.digest();
    // A clock that was set back starts the waiting anew.
    if (!digest.equals(seen) || at.isBefore(since)) {
      seen = digest;
      since = at;
    }
    Instant start = since.plus(pause.multipliedBy(wave(digest)));
    return at.isBefore(start) ? Optional.empty() : Optional.of(() -> {});
  }

  private int wave(String digest) {
    List<String> order =
        hosts.stream().sorted(Comparator.comparing(name -> place(digest, name))).toList();
    return order.indexOf(host) / atOnce;
  }

  private static String place(String digest, String name) {
    String text = String.format(Locale.ROOT, "%s\n%s", digest, name);
    return KeyRules.sha256Hex(text.getBytes(StandardCharsets.UTF_8));
  }
}

package dev.signet.pf4j.update;

import dev.signet.verdict.Printable;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.Collections;
import java.util.Map;
import java.util.OptionalLong;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.pf4j.update.PluginInfo;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a server has said last, fetched when somebody first asks. A search for updates asks once for
 * each plugin, and would wait as often for a dead server: that one is asked again a minute later.
 * Safe for use by several threads.
 */
final class LatestList {
  private static final Logger LOG = LoggerFactory.getLogger(WebUpdateRepository.class);
  private static final Duration REST = Duration.ofMinutes(1);

  private final String repository;
  private final URI address;
  private final WebAccess web;
  private final LongSupplier nanoTime;
  private @Nullable Map<String, PluginInfo> plugins;
  private OptionalLong failed = OptionalLong.empty();

  LatestList(String repository, URI address, WebAccess web, LongSupplier nanoTime) {
    this.repository = repository;
    this.address = address;
    this.web = web;
    this.nanoTime = nanoTime;
  }

  /** Returns the plugins of the list, by id; none while there is no list. */
  synchronized Map<String, PluginInfo> plugins() {
    if (plugins == null && !isResting()) {
      fetch();
    }
    return plugins == null ? Map.of() : plugins;
  }

  /** Has the server asked again by whoever asks next. */
  synchronized void forget() {
    plugins = null;
    failed = OptionalLong.empty();
  }

  private boolean isResting() {
    return failed.isPresent() && nanoTime.getAsLong() - failed.getAsLong() < REST.toNanos();
  }

  private void fetch() {
    try {
      PluginList list = new PluginList(repository, address, web);
      plugins = Collections.unmodifiableMap(list.parse(web.metadata(address)));
    } catch (IOException e) {
      failed = OptionalLong.of(nanoTime.getAsLong());
      LOG.warn(
          "The plugin repository {} has no plugins for now: {}",
          Printable.of(address.toString()),
          Printable.of(String.valueOf(e.getMessage())));
    }
  }
}

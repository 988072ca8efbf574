package dev.signet.trust.live;

import dev.signet.library.LogEvent;
import dev.signet.trust.RevocationList;
import dev.signet.trust.TrustStatus;
import dev.signet.trust.TrustStore;
import dev.signet.verdict.Printable;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.slf4j.Logger;
import org.slf4j.event.Level;

/** How each source of trust stands, of which the log is told what is new. Thread-safe. */
final class SourceStates {
  private static final Logger LOG = TrustLog.LOGGER;

  private final Clock clock;
  private final Map<String, TrustStatus.Source> sources = new LinkedHashMap<>();
  private List<TrustStatus.Concern> concerns = List.of();

  SourceStates(Clock clock) {
    this.clock = clock;
  }

  /** Adds one that nothing is known of yet. */
  void add(String place) {
    synchronized (sources) {
      sources.put(place, TrustStatus.Source.unseen(place));
    }
  }

  TrustStatus status() {
    synchronized (sources) {
      return new TrustStatus(List.copyOf(sources.values()), concerns);
    }
  }

  /** Records what is of concern now, and tells the log what is new of it, if it should. */
  void note(List<TrustStatus.Concern> found, boolean telling) {
    List<TrustStatus.Concern> before;
    synchronized (sources) {
      before = concerns;
      concerns = found;
    }
    if (telling) {
      TrustStore.warn(found.stream().filter(concern -> !before.contains(concern)).toList());
    }
  }

  /** Records that a source gave nothing, and logs it once. */
  void failed(String place, String cause) {
    TrustStatus.Source before;
    synchronized (sources) {
      before = Objects.requireNonNull(sources.get(place));
      sources.put(place, before.failed(clock.instant(), cause));
    }
    Optional<String> known = before.lastFailure().map(TrustStatus.Failure::cause);
    if (before.isInOrder() || !known.equals(Optional.of(cause))) {
      // Part of it may be the words of whoever answers at an address.
      LogEvent.of(LOG, Level.WARN)
          .field("place", Printable.of(place))
          .log("Trust is not up to date: {}", Printable.of(cause));
    }
  }

  /** Records that a source is up to date. */
  void succeeded(String place) {
    update(place, source -> source.succeeded(clock.instant()));
  }

  /** Records the newest list of a source. */
  void gave(String place, RevocationList newest) {
    update(place, source -> source.gave(newest));
  }

  private void update(String place, UnaryOperator<TrustStatus.Source> change) {
    synchronized (sources) {
      sources.computeIfPresent(place, (key, source) -> change.apply(source));
    }
  }
}

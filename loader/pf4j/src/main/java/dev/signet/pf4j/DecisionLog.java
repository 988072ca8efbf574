package dev.signet.pf4j;

import dev.signet.policy.Decision;
import dev.signet.report.Printable;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The latest decision on each source; changes are logged, repetitions are not. Thread-safe. */
final class DecisionLog {
  private static final Logger LOG = LoggerFactory.getLogger(PluginAdmission.class);

  private final Map<Path, Decision> latest = new LinkedHashMap<>();

  void record(Path source, Decision decision) {
    Decision before;
    synchronized (latest) {
      before = latest.put(source, decision);
    }
    if (!decision.equals(before)) {
      log(source, decision, before);
    }
  }

  void forget(Path source) {
    synchronized (latest) {
      latest.remove(source);
    }
  }

  /** Forgets every source but these. */
  void retain(Set<Path> sources) {
    synchronized (latest) {
      latest.keySet().retainAll(sources);
    }
  }

  Map<Path, Decision> all() {
    synchronized (latest) {
      return Collections.unmodifiableMap(new LinkedHashMap<>(latest));
    }
  }

  List<Decision> refusals() {
    return all().values().stream().filter(decision -> !decision.isAdmitted()).toList();
  }

  private static void log(Path source, Decision decision, @Nullable Decision before) {
    String place = Printable.of(source.toString());
    switch (decision.action()) {
      case REFUSE ->
          LOG.warn(
              "Refused {} {}: {}", place, decision.reasons(), Decisions.line(decision));
      case WARN ->
          LOG.warn(
              "Admitted {} in spite of {}: {}",
              place,
              decision.reasons(),
              Decisions.line(decision));
      case ADMIT -> {
        if (before == null) {
          LOG.debug("Admitted {}", place);
        } else {
          LOG.info("Admitted {}, now in order", place);
        }
      }
    }
  }
}

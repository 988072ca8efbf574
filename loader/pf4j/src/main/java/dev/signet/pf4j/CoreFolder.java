package dev.signet.pf4j;

import dev.signet.policy.Decision;
import java.nio.file.Path;
import java.util.Optional;

/** The host's own folder, and the latest decision on it. Thread-safe. */
final class CoreFolder {
  private final Path folder;
  private final DecisionLog log = new DecisionLog();

  CoreFolder(Path folder) {
    this.folder = folder;
  }

  Decision verify(Gate gate) {
    Decision decision = gate.inspectCore(folder);
    log.record(folder, decision);
    return decision;
  }

  Optional<Decision> latest() {
    return Optional.ofNullable(log.all().get(folder));
  }
}

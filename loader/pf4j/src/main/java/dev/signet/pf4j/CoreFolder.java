package dev.signet.pf4j;

import dev.signet.bundle.LeftOut;
import dev.signet.policy.Decision;
import dev.signet.report.ScanTarget;
import dev.signet.report.ScanTrigger;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** The host's own folder, and the latest decision on it. Thread-safe. */
final class CoreFolder {
  private final Path folder;
  private final LeftOut leftOut;
  private final AtomicReference<@Nullable Decision> latest = new AtomicReference<>();

  CoreFolder(Path folder, LeftOut leftOut) {
    this.folder = folder;
    this.leftOut = leftOut;
  }

  ScanTarget target() {
    return ScanTarget.core(folder);
  }

  Decision verify(Gate gate, IntegrityRecorder recorder) {
    return take(gate.inspectCore(folder, leftOut), ScanTrigger.CHECK, recorder);
  }

  /** Reads every byte of it again. */
  void rescan(Gate gate, IntegrityRecorder recorder) {
    take(gate.inspectCoreAnew(folder, leftOut), ScanTrigger.RESCAN, recorder);
  }

  Optional<Decision> latest() {
    return Optional.ofNullable(latest.get());
  }

  private Decision take(Decision decision, ScanTrigger occasion, IntegrityRecorder recorder) {
    latest.set(decision);
    recorder.record(target(), occasion, decision);
    return decision;
  }
}

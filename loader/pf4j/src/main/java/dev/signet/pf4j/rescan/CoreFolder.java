package dev.signet.pf4j.rescan;

import dev.signet.Internal;
import dev.signet.bundle.LeftOut;
import dev.signet.pf4j.load.Engine;
import dev.signet.pf4j.load.IntegrityRecorder;
import dev.signet.policy.Decision;
import dev.signet.report.ScanTarget;
import dev.signet.report.ScanTrigger;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** The host's own folder, and the latest decision on it. Thread-safe. */
@Internal
public final class CoreFolder {
  private final Path folder;
  private final List<Path> kept;
  private final AtomicReference<@Nullable Decision> latest = new AtomicReference<>();

  /**
   * Creates the folder's record.
   *
   * @param kept what the host keeps in it, or elsewhere; where links lead there is asked at each
   *     check, since a release is often put in place by changing one
   */
  public CoreFolder(Path folder, List<Path> kept) {
    this.folder = folder;
    this.kept = List.copyOf(kept);
  }

  ScanTarget target() {
    return ScanTarget.core(folder);
  }

  public Decision verify(Engine gate, IntegrityRecorder recorder) {
    return take(
        gate.core().inspect(folder, LeftOut.below(folder, kept)), ScanTrigger.CHECK, recorder);
  }

  /** Reads every byte of it again. */
  void rescan(Engine gate, IntegrityRecorder recorder) {
    take(
        gate.core().inspectAnew(folder, LeftOut.below(folder, kept)), ScanTrigger.RESCAN, recorder);
  }

  public Optional<Decision> latest() {
    return Optional.ofNullable(latest.get());
  }

  private Decision take(Decision decision, ScanTrigger occasion, IntegrityRecorder recorder) {
    latest.set(decision);
    recorder.record(target(), occasion, decision);
    return decision;
  }
}

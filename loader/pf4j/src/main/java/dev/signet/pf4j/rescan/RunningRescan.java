package dev.signet.pf4j.rescan;

import dev.signet.library.LogEvent;
import dev.signet.pf4j.text.AdmissionLog;
import dev.signet.report.ScanTarget;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.event.Level;

/** One rescan, to be run once. */
final class RunningRescan implements Rescan, RescanWork.Steps, Runnable {
  private static final Logger LOG = AdmissionLog.LOGGER;

  private final RescanWork work;
  private final Set<ScanTarget> wanted;
  private final Supplier<Instant> clock;
  private final CountDownLatch ended = new CountDownLatch(1);
  private volatile boolean cancelled;
  private volatile Progress progress;

  /**
   * Creates one.
   *
   * @param wanted what to scan; empty for everything
   */
  RunningRescan(RescanWork work, Set<ScanTarget> wanted, Supplier<Instant> clock) {
    this.work = work;
    this.wanted = Set.copyOf(wanted);
    this.clock = clock;
    progress = new Progress(State.RUNNING, 0, 0, "", clock.get(), Optional.empty());
  }

  @Override
  public void run() {
    State state = State.FAILED;
    try {
      state = work.run(wanted, this) ? State.DONE : State.CANCELLED;
    } catch (RuntimeException | Error e) {
      LOG.error("The rescan failed unexpectedly", e);
      throw e;
    } finally {
      end(state);
    }
  }

  @Override
  public void begin(int total) {
    progress = step(0, total, "");
  }

  @Override
  public boolean next(ScanTarget target) {
    progress = step(progress.done(), progress.total(), target.fileName());
    return !cancelled;
  }

  @Override
  public void done() {
    progress = step(progress.done() + 1, progress.total(), "");
  }

  @Override
  public Progress progress() {
    return progress;
  }

  @Override
  public void cancel() {
    cancelled = true;
  }

  @Override
  public Progress await(Duration atMost) throws InterruptedException {
    ended.await(atMost.toMillis(), TimeUnit.MILLISECONDS);
    return progress;
  }

  private Progress step(int done, int total, String current) {
    return new Progress(
        State.RUNNING, done, total, current, progress.startedAt(), Optional.empty());
  }

  private void end(State state) {
    Progress last = progress;
    progress =
        new Progress(state, last.done(), last.total(), "", last.startedAt(), Optional.of(now()));
    LogEvent.of(LOG, Level.INFO)
        .field("state", state)
        .field("done", last.done())
        .field("total", last.total())
        .log("Rescan ended: {}, {} of {} checked", state, last.done(), last.total());
    ended.countDown();
  }

  /** A host's clock that breaks must not let a rescan seem to run for ever. */
  private Instant now() {
    try {
      return clock.get();
    } catch (RuntimeException e) {
      return progress.startedAt();
    }
  }
}

package dev.signet.pf4j.load;

import dev.signet.Internal;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;

/**
 * When an admission may do what: nothing after its end, and one change to the plugins at a time.
 * Listeners are told of results between changes only: one may wait for somebody who waits for the
 * end of a change. Safe for use by several threads.
 */
@Internal
public final class AdmissionLifecycle {
  private final IntegrityRecorder recorder;
  private final ReentrantLock changing = new ReentrantLock();
  private boolean closed;

  public AdmissionLifecycle(IntegrityRecorder recorder) {
    this.recorder = recorder;
  }

  /**
   * Does something that may have results, and then tells of these.
   *
   * @throws IllegalStateException after {@link #close}
   */
  public <T> T doing(Supplier<T> work) {
    requireOpen();
    try {
      return work.get();
    } finally {
      tellResults();
    }
  }

  /**
   * Runs one change to the plugins at a time.
   *
   * @param patience how long to wait for another one
   * @return what it returns; empty when another one goes on, or is what this is part of
   * @throws IllegalStateException after {@link #close}
   */
  public <T> Optional<T> changing(Duration patience, Supplier<T> change) {
    requireOpen();
    if (changing.isHeldByCurrentThread() || !isMyTurn(patience)) {
      return Optional.empty();
    }
    try {
      requireOpen();
      return Optional.of(change.get());
    } finally {
      changing.unlock();
      tellResults();
    }
  }

  private boolean isMyTurn(Duration patience) {
    try {
      return changing.tryLock() || changing.tryLock(patience.toNanos(), TimeUnit.NANOSECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  /** Writes results and tells listeners of them, unless this is part of a change. */
  public void tellResults() {
    if (!changing.isHeldByCurrentThread()) {
      recorder.flush();
    }
  }

  /** Makes sure that this is not closed. */
  public void requireOpen() {
    if (isClosed()) {
      throw new IllegalStateException("This PluginAdmission is closed; nothing is loaded any more");
    }
  }

  synchronized boolean isClosed() {
    return closed;
  }

  /**
   * Ends it.
   *
   * @return whether it had not ended before
   */
  public synchronized boolean close() {
    boolean wasOpen = !closed;
    closed = true;
    return wasOpen;
  }
}

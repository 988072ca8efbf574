package dev.signet.pf4j.rescan;

import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;

/**
 * A rescan in the background: every byte of its targets is read again and judged as at loading.
 * Nothing is loaded, unloaded or replaced. Safe for use by several threads.
 */
public interface Rescan {

  /** What becomes of a rescan. */
  enum State {
    /** It goes on. */
    RUNNING,
    /** Everything was scanned. */
    DONE,
    /** Somebody, or the end of the host, has stopped it; what was scanned by then counts. */
    CANCELLED,
    /** It could not go on; what was scanned by then counts. The log says why. */
    FAILED
  }

  /**
   * How far it is.
   *
   * @param state what has become of it
   * @param done how many targets have been scanned
   * @param total of how many; grows from 0 when they have been found
   * @param current name of the target that is being scanned, unescaped; empty for none
   * @param startedAt when it was asked for
   * @param endedAt when it ended; empty while it goes on
   */
  record Progress(
      State state,
      int done,
      int total,
      String current,
      Instant startedAt,
      Optional<Instant> endedAt) {
    /** Checks that nothing is null. */
    public Progress {
      Objects.requireNonNull(state, "state");
      Objects.requireNonNull(current, "current");
      Objects.requireNonNull(startedAt, "startedAt");
      Objects.requireNonNull(endedAt, "endedAt");
    }

    /** Returns whether it goes on. */
    public boolean isRunning() {
      return state == State.RUNNING;
    }
  }

  /** Returns how far it is now. */
  Progress progress();

  /** Stops it after the target that is being scanned; does not wait. */
  void cancel();

  /**
   * Waits until it has ended.
   *
   * @return how far it is then, or when the time is over
   * @throws InterruptedException when the waiting thread is interrupted; the rescan goes on
   */
  Progress await(Duration atMost) throws InterruptedException;
}

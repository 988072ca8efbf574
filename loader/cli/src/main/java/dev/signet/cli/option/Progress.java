package dev.signet.cli.option;

import dev.signet.verdict.Printable;
import java.io.PrintWriter;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Shows a person what takes so long: one line that is rewritten, from half a second on, and gone
 * when the work is done. Nothing when nobody watches.
 */
public final class Progress {
  private static final long PERIOD_MILLIS = 500;
  private static final int LABEL_CHARS = 60;
  private static final String CLEAR_LINE = "\r\u001b[K";

  private final CountDownLatch done = new CountDownLatch(1);
  private final @Nullable Thread thread;

  private Progress(Terminal terminal, String label) {
    if (!terminal.isWatched()) {
      thread = null;
      return;
    }
    thread = new Thread(() -> show(terminal.err(), shortened(label)), "signet-progress");
    thread.setDaemon(true);
    thread.start();
  }

  /** What is done meanwhile. */
  @FunctionalInterface
  public interface Work<T, E extends Exception> {
    /** Does it. */
    T run() throws E;
  }

  /** Does the work, and returns its result. */
  public static <T, E extends Exception> T during(Terminal terminal, String label, Work<T, E> work)
      throws E {
    Progress progress = new Progress(terminal, label);
    try {
      return work.run();
    } finally {
      progress.end();
    }
  }

  private void end() {
    if (thread == null) {
      return;
    }
    done.countDown();
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void show(PrintWriter err, String label) {
    boolean shown = false;
    try {
      for (long period = 1; !done.await(PERIOD_MILLIS, TimeUnit.MILLISECONDS); period++) {
        err.print(CLEAR_LINE + label + " " + period * PERIOD_MILLIS / 1_000 + " s");
        err.flush();
        shown = true;
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    if (shown) {
      err.print(CLEAR_LINE);
      err.flush();
    }
  }

  private static String shortened(String label) {
    String safe = Printable.of(label);
    return safe.length() <= LABEL_CHARS ? safe : safe.substring(0, LABEL_CHARS) + "\u2026";
  }
}

package dev.signet.testkit;

import java.util.concurrent.atomic.AtomicReference;

/** Runs things where recursion shows soon. */
public final class SmallStack {
  private static final int BYTES = 256 << 10;

  private SmallStack() {}

  /** What is run. */
  @FunctionalInterface
  public interface Steps {
    /** Runs it. */
    void run() throws Exception;
  }

  /** Runs the steps on a thread with a stack of 256 KiB; fails when they throw anything. */
  public static void run(Steps steps) throws InterruptedException {
    AtomicReference<Throwable> thrown = new AtomicReference<>();
    Thread thread =
        new Thread(
            null,
            () -> {
              try {
                steps.run();
              } catch (Throwable e) {
                thrown.set(e);
              }
            },
            "small-stack",
            BYTES);
    thread.start();
    thread.join();
    if (thrown.get() != null) {
      throw new AssertionError("on a small stack", thrown.get());
    }
  }
}

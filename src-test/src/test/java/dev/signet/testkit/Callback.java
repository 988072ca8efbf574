package dev.signet.testkit;

import java.util.concurrent.atomic.AtomicReference;

/** What a test wants done from within a plugin: {@code kit.atStart(Callback.CODE)}. */
public final class Callback {
  /** The code of a plugin that has it done. */
  public static final String CODE = "dev.signet.testkit.Callback.run();";

  private static final AtomicReference<Runnable> TASK = new AtomicReference<>(() -> {});

  private Callback() {}

  /** Sets what is done. */
  public static void set(Runnable task) {
    TASK.set(task);
  }

  /** Called by plugins. */
  public static void run() {
    TASK.get().run();
  }
}

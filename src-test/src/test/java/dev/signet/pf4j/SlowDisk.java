package dev.signet.pf4j;

import dev.signet.pf4j.install.SignedPluginInstaller;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

/** A disk on which each step takes a while, so that a kill finds any of them. */
public final class SlowDisk {
  private SlowDisk() {}

  /** Returns the installer of a manager whose plugins root lies on such a disk. */
  public static SignedPluginInstaller installer(VerifyingPluginManager manager, Duration step) {
    return installer(manager, step, () -> {});
  }

  /** Returns the same, which tells of each step. */
  public static SignedPluginInstaller installer(
      VerifyingPluginManager manager, Duration step, Runnable told) {
    return SignedPluginInstaller.builder(manager, manager.admission())
        .guard(
            (what, path) -> {
              LockSupport.parkNanos(step.toNanos());
              told.run();
            })
        .build();
  }
}

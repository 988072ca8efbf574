package dev.signet.benchmark;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;

/** What this process, and those it has started that have ended, took of the processors. */
final class ProcessorTime {
  private static final Path STATUS = Path.of("/proc/self/stat");

  /** Linux counts a hundred ticks a second, whatever the machine. */
  private static final double MILLIS_A_TICK = 10;

  private static final double NANOS_PER_MILLI = 1e6;

  /** Counted from the first field behind the program's name. */
  private static final int OWN_USER = 11;

  private static final int COUNTERS = 4;

  private ProcessorTime() {}

  /** Returns the milliseconds so far; elsewhere than on Linux those of this process alone. */
  static double millis() throws IOException {
    if (!Files.isReadable(STATUS)) {
      return ManagementFactory.getPlatformMXBean(com.sun.management.OperatingSystemMXBean.class)
              .getProcessCpuTime()
          / NANOS_PER_MILLI;
    }
    String status = Files.readString(STATUS);
    String[] fields = status.substring(status.lastIndexOf(')') + 2).split(" ", -1);
    long ticks = 0;
    for (int i = OWN_USER; i < OWN_USER + COUNTERS; i++) {
      ticks += Long.parseLong(fields[i]);
    }
    return ticks * MILLIS_A_TICK;
  }
}

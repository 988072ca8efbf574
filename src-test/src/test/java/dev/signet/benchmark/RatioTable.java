package dev.signet.benchmark;

import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * Measures pairs of tasks turn by turn, so that whatever else the machine does slows both alike,
 * and lays out the ratios of their medians as one Markdown table.
 */
public final class RatioTable {
  private static final double NANOS_PER_MILLI = 1e6;

  private final int rounds;
  private final int warmUps;
  private final List<String> lines = new ArrayList<>();

  /** Something to be timed. */
  @FunctionalInterface
  public interface Task {
    /** Does it. */
    void run() throws Exception;
  }

  /** Something that times itself. */
  @FunctionalInterface
  public interface Timed {
    /** Does it, and returns the milliseconds that count. */
    double millis() throws Exception;
  }

  /** What is measured, with its name. */
  public record Named(String name, Timed timed) {
    /** Names a task, all of which counts. */
    public static Named task(String name, Task task) {
      return new Named(
          name,
          () -> {
            long start = System.nanoTime();
            task.run();
            return (System.nanoTime() - start) / NANOS_PER_MILLI;
          });
    }
  }

  /** Measures each pair so many times, after so many times that do not count. */
  public RatioTable(int rounds, int warmUps) {
    this.rounds = rounds;
    this.warmUps = warmUps;
  }

  /**
   * Measures a task against a base and adds a row.
   *
   * @param goal what the project calls the goal, with its target
   */
  public void add(String goal, Named measured, Named base) throws Exception {
    double[] times = new double[rounds];
    double[] bases = new double[rounds];
    double[] ratios = new double[rounds];
    for (int round = -warmUps; round < rounds; round++) {
      double ofBase = base.timed().millis();
      double ofMeasured = measured.timed().millis();
      if (round >= 0) {
        times[round] = ofMeasured;
        bases[round] = ofBase;
        ratios[round] = ofMeasured / ofBase;
      }
    }
    Arrays.sort(ratios);
    lines.add(
        String.format(
            Locale.ROOT,
            "| %s | %s | %.1f ms | %s | %.1f ms | %.2f (%.2f to %.2f) | %.1f |",
            goal,
            measured.name(),
            median(times),
            base.name(),
            median(bases),
            ratios[rounds / 2],
            ratios[0],
            ratios[rounds - 1],
            ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage()));
  }

  private static double median(double[] values) {
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    return sorted[sorted.length / 2];
  }

  /** Returns the table. */
  public String markdown() {
    return "| goal | measured | | against | | time ratio (rounds) | load |\n"
        + "| --- | --- | --- | --- | --- | --- | --- |\n"
        + String.join("\n", lines);
  }
}

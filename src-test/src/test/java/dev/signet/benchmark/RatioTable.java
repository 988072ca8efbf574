package dev.signet.benchmark;

import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * Measures pairs of tasks turn by turn, so that whatever else the machine does slows both alike,
 * and lays out the ratios of their times as one Markdown table.
 */
final class RatioTable {
  private static final double NANOS_PER_MILLI = 1e6;

  private final int rounds;
  private final List<String> lines = new ArrayList<>();
  private boolean hasFailed;

  /** Something to be timed. */
  @FunctionalInterface
  interface Task {
    /** Does it. */
    void run() throws Exception;
  }

  /** Something that times itself. */
  @FunctionalInterface
  interface Timed {
    /** Does it, and returns the milliseconds that count. */
    double millis() throws Exception;
  }

  /**
   * What is measured, with its name.
   *
   * @param before is done before each time, and does not count
   */
  record Named(String name, Task before, Timed timed) {
    /** Names something that times itself. */
    static Named of(String name, Timed timed) {
      return new Named(name, () -> {}, timed);
    }

    /** Names a task, all of which counts. */
    static Named task(String name, Task task) {
      return of(name, () -> RatioTable.millis(task));
    }

    /** Returns it with something that is done before it each time. */
    Named after(Task first) {
      return new Named(name, first, timed);
    }

    private Cost measure() throws Exception {
      before.run();
      double processor = ProcessorTime.millis();
      double millis = timed.millis();
      return new Cost(millis, ProcessorTime.millis() - processor);
    }
  }

  /**
   * What doing something once took.
   *
   * @param millis those that count
   * @param processorMillis of all threads and processes, from their start to their end
   */
  private record Cost(double millis, double processorMillis) {}

  /** Measures each pair so many times. */
  RatioTable(int rounds) {
    this.rounds = rounds;
  }

  /** Returns the milliseconds a task takes. */
  static double millis(Task task) throws Exception {
    long start = System.nanoTime();
    task.run();
    return (System.nanoTime() - start) / NANOS_PER_MILLI;
  }

  /**
   * Measures a task against a base and adds a row.
   *
   * @param goal what the project calls the goal, with its target
   * @param warmUps how many rounds do not count
   */
  void add(String goal, int warmUps, Named measured, Named base) throws Exception {
    Cost[] costs = new Cost[rounds];
    Cost[] bases = new Cost[rounds];
    double[] ratios = new double[rounds];
    for (int round = -warmUps; round < rounds; round++) {
      Cost ofBase = base.measure();
      Cost ofMeasured = measured.measure();
      if (round >= 0) {
        costs[round] = ofMeasured;
        bases[round] = ofBase;
        ratios[round] = ofMeasured.millis() / ofBase.millis();
      }
    }
    Arrays.sort(ratios);
    line(
        String.format(
            Locale.ROOT,
            "| %s | %s | %.1f ms | %s | %.1f ms | %.2f (%.2f to %.2f) | %.2f | %.1f |",
            goal,
            measured.name(),
            middle(costs, false),
            base.name(),
            middle(bases, false),
            ratios[rounds / 2],
            ratios[0],
            ratios[rounds - 1],
            middle(costs, true) / middle(bases, true),
            ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage()));
  }

  /** Adds a row of something that has no base. */
  void note(String goal, String measured, String outcome) {
    line(String.format(Locale.ROOT, "| %s | %s | %s | | | | | |", goal, measured, outcome));
  }

  /** Adds a row of what could not be measured. */
  void failed(String goal, Exception cause) {
    note(goal, cause.toString().replaceAll("[|\\s]+", " "), "FAILED");
    hasFailed = true;
  }

  /**
   * Says whether all was measured.
   *
   * @throws IllegalStateException when it was not
   */
  void requireAll() {
    if (hasFailed) {
      throw new IllegalStateException("some goals could not be measured: see FAILED in the table");
    }
  }

  /** All rows take minutes; who waits sees each as it comes. */
  private void line(String line) {
    lines.add(line);
    System.err.println(line);
  }

  private static double middle(Cost[] costs, boolean processor) {
    double[] sorted =
        Arrays.stream(costs)
            .mapToDouble(cost -> processor ? cost.processorMillis() : cost.millis())
            .sorted()
            .toArray();
    return sorted[sorted.length / 2];
  }

  /** Returns the table. */
  String markdown() {
    return "| goal | measured | | against | | time ratio (rounds) | processor time | load |\n"
        + "| --- | --- | --- | --- | --- | --- | --- | --- |\n"
        + String.join("\n", lines);
  }
}

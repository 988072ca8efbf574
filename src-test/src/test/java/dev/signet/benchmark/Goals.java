package dev.signet.benchmark;

import dev.signet.testkit.Trees;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Measures all goals of speed, as one Markdown table; docs/performance.md tells what they are. The
 * arguments are the path of {@code signet.jar}, the number of rounds, and perhaps the goals to be
 * measured ({@code S1 S6}); profile {@code bench} runs it. Wants 3 GB of disk. A goal that cannot
 * be measured leaves a line in the table, and the others go on.
 */
public final class Goals {
  private Goals() {}

  /** Prints the table. */
  public static void main(String[] args) throws Exception {
    Path folder = Files.createTempDirectory("signet-goals");
    try {
      RatioTable table = new RatioTable(Integer.parseInt(args[1]));
      Samples samples = new Samples(folder);
      Checks checks = new Checks(samples, table);
      Starts starts = new Starts(samples, table);
      Commands commands = new Commands(samples, table, Path.of(args[0]));
      Growth growth = new Growth(samples, table);
      Map<String, RatioTable.Task> goals = new LinkedHashMap<>();
      goals.put("S1", checks::folders);
      goals.put("S2", checks::archives);
      goals.put("S3", checks::firstAdmissions);
      goals.put("S4", starts::unchangedPlugin);
      goals.put("S5", starts::unchangedFleet);
      goals.put("S6", starts::first);
      goals.put("S7", starts::classes);
      goals.put(
          "S8",
          () -> {
            checks.core();
            commands.checkCore();
          });
      goals.put("S9", commands::small);
      goals.put("S10", commands::smallHeaps);
      goals.put(
          "S11",
          () -> {
            checks.unchanged();
            growth.files();
            growth.plugins();
          });
      List<String> wanted = List.of(args).subList(2, args.length);
      for (Map.Entry<String, RatioTable.Task> goal : goals.entrySet()) {
        if (wanted.isEmpty() || wanted.contains(goal.getKey())) {
          measure(goal.getKey(), goal.getValue(), table, samples);
        }
      }
      System.out.println(table.markdown());
      table.requireAll();
    } finally {
      Trees.delete(folder);
    }
  }

  private static void measure(String goal, RatioTable.Task task, RatioTable table, Samples samples)
      throws IOException {
    try {
      task.run();
    } catch (Exception e) {
      table.failed(goal, e);
      samples.clear();
    }
  }
}

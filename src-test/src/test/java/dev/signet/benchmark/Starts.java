package dev.signet.benchmark;

import dev.signet.testkit.JavaSources;
import dev.signet.testkit.Trees;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What starts of a host cost, each in a JVM of its own. */
final class Starts {
  private static final int WARM_UPS = 1;
  private static final int PLUGINS = 100;
  private static final int SMALL_PLUGINS = 1_000;
  private static final int CLASSES = 5_000;
  private static final Samples.Size EACH = new Samples.Size(50, 56_000);
  private static final Samples.Size SMALL = new Samples.Size(10, 1_000);

  private final Samples samples;
  private final RatioTable table;
  private final Path state;

  Starts(Samples samples, RatioTable table) {
    this.samples = samples;
    this.table = table;
    this.state = samples.place("state");
  }

  /** Admits a plugin that has not changed since another process admitted it. */
  void unchangedPlugin() throws Exception {
    unchangedPlugin("S4, 50 ms", new Samples.Size(2_000, 10_000));
    unchangedPlugin("S4, 170 ms", new Samples.Size(10_000, 1_000));
  }

  private void unchangedPlugin(String goal, Samples.Size size) throws Exception {
    Path bundle = samples.plugin("one", "plugin", Samples.Shape.FOLDERS, size);
    start("admit", bundle, 1);
    table.add(
        goal,
        WARM_UPS,
        named("unchanged plugin of " + size.files() + " files", "admit", bundle, 1),
        named("a look at each of them", "looks", bundle, 1));
    samples.drop("one", "state");
  }

  /** Starts with plugins that have not changed. */
  void unchangedFleet() throws Exception {
    for (Samples.Shape shape : Samples.Shape.values()) {
      fleet("S5 " + shape + ", 1.5", shape, PLUGINS, EACH);
    }
    fleet("S5 many small, 1.5", Samples.Shape.FOLDERS, SMALL_PLUGINS, SMALL);
  }

  private void fleet(String goal, Samples.Shape shape, int plugins, Samples.Size size)
      throws Exception {
    Path root = samples.plugins("fleet", shape, plugins, size);
    Path plain = Trees.copy(root, samples.place("plain"));
    start("signet", root, plugins);
    RatioTable.Named ours = named(plugins + " unchanged plugins", "signet", root, plugins);
    RatioTable.Named theirs = named("plain PF4J", "plain", plain, plugins);
    table.add(goal, WARM_UPS, ours, theirs);
    table.add(
        goal.substring(0, goal.indexOf(',')) + " loadPlugins() alone, 1.25",
        WARM_UPS,
        named(plugins + " unchanged plugins", "signet-load", root, plugins),
        named("plain PF4J", "plain-load", plain, plugins));
    if (shape == Samples.Shape.FOLDERS) {
      table.add(
          goal.substring(0, goal.indexOf(',')),
          WARM_UPS,
          ours,
          named("PF4J, a certificate, each look", "least", plain, plugins));
    }
    samples.drop("fleet", "plain", "state");
  }

  /** Starts with plugins that were never admitted, against all that this comes to. */
  void first() throws Exception {
    for (Samples.Shape shape : Samples.Shape.values()) {
      Path root = samples.plugins("fleet", shape, PLUGINS, EACH);
      Path plain = samples.place("plain");
      Path copy = samples.place("copy");
      table.add(
          "S6 " + shape + ", 1.3",
          WARM_UPS,
          named("first start of " + PLUGINS + " plugins", "signet", root, PLUGINS)
              .after(() -> samples.drop("state")),
          RatioTable.Named.of(
                  "plain PF4J + cp -r + walk, read, hash",
                  () ->
                      start("plain", plain, PLUGINS)
                          + RatioTable.millis(() -> copy(root, copy))
                          + start("read", root, PLUGINS))
              .after(
                  () -> {
                    samples.drop("plain", "copy");
                    copy(root, plain); // PF4J unpacks zips beside themselves
                  }));
      samples.drop("fleet", "plain", "copy", "state");
    }
  }

  private static void copy(Path from, Path to) throws Exception {
    Programs.run(List.of("cp", "-r", from.toString(), to.toString()));
  }

  /** Loads classes of an admitted plugin. */
  void classes() throws Exception {
    classes(Samples.Shape.FOLDERS, "classes/");
    classes(Samples.Shape.JARS, "");
  }

  private void classes(Samples.Shape shape, String prefix) throws Exception {
    Map<String, String> sources = new LinkedHashMap<>();
    for (int i = 0; i < CLASSES; i++) {
      String name = OneStart.className(i);
      int dot = name.lastIndexOf('.');
      sources.put(
          name,
          String.format(
              "package %s; public class %s { public int value() { return %d; } }",
              name.substring(0, dot), name.substring(dot + 1), i));
    }
    Map<String, byte[]> files = Samples.described("classes", shape);
    JavaSources.compile(sources, List.of())
        .forEach((path, content) -> files.put(prefix + path, content));
    samples.write("classes", "classes", shape, files);
    Path root = samples.place("classes");
    Path plain = Trees.copy(root, samples.place("plain"));
    table.add(
        "S7 " + shape + ", 1.02",
        WARM_UPS,
        named(CLASSES + " classes of a plugin", "signet-classes", root, CLASSES),
        named("plain PF4J", "classes", plain, CLASSES));
    table.add(
        "S7 " + shape + " on read, 1.10",
        WARM_UPS,
        named("the same, each checked as it is read", "on-read-classes", root, CLASSES),
        named("plain PF4J", "classes", plain, CLASSES));
    samples.drop("classes", "plain", "state");
  }

  private RatioTable.Named named(String name, String what, Path place, int count) {
    return RatioTable.Named.of(name, () -> start(what, place, count));
  }

  private double start(String what, Path place, int count) throws Exception {
    return Programs.number(OneStart.command(what, place, count, samples.trustFolder(), state));
  }
}

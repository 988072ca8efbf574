package dev.signet.benchmark;

import dev.signet.testkit.Trees;
import java.nio.file.Path;

/** How costs grow with files and plugins, each in a JVM of its own. */
final class Growth {
  private static final int WARM_UPS = 1;
  private static final int[] FILES = {1_000, 10_000};
  private static final int[] PLUGINS = {10, 100, 1_000};
  private static final int FILES_A_PLUGIN = 10;
  private static final int FILE_BYTES = 1_000;

  private final Samples samples;
  private final RatioTable table;

  Growth(Samples samples, RatioTable table) {
    this.samples = samples;
    this.table = table;
  }

  /** Admits one plugin for the first time, and again in the next process. */
  void files() throws Exception {
    for (int files : FILES) {
      Path bundle =
          samples.plugin(
              "one", "plugin", Samples.Shape.FOLDERS, new Samples.Size(files, FILE_BYTES));
      RatioTable.Named looks = named("a look at each file", "looks", bundle, 1);
      RatioTable.Named first = named("first admission of " + files + " files", "admit", bundle, 1);
      table.add("S11 files", WARM_UPS, first.after(() -> samples.drop("state")), looks);
      table.add(
          "S11 files",
          WARM_UPS,
          named("later admission of " + files + " files", "admit", bundle, 1),
          looks);
      samples.drop("one", "state");
    }
  }

  /** Starts for the first time with plugins, and again. */
  void plugins() throws Exception {
    for (int plugins : PLUGINS) {
      Path root =
          samples.plugins(
              "fleet",
              Samples.Shape.FOLDERS,
              plugins,
              new Samples.Size(FILES_A_PLUGIN, FILE_BYTES));
      Path plain = Trees.copy(root, samples.place("plain"));
      RatioTable.Named base = named("plain PF4J", "plain", plain, plugins);
      RatioTable.Named first =
          named("first start of " + plugins + " plugins", "signet", root, plugins);
      table.add("S11 plugins", WARM_UPS, first.after(() -> samples.drop("state")), base);
      table.add(
          "S11 plugins",
          WARM_UPS,
          named("later start of " + plugins + " plugins", "signet", root, plugins),
          base);
      samples.drop("fleet", "plain", "state");
    }
  }

  private RatioTable.Named named(String name, String what, Path place, int count) {
    return RatioTable.Named.of(
        name,
        () ->
            Programs.number(
                OneStart.command(
                    what, place, count, samples.trustFolder(), samples.place("state"))));
  }
}

package dev.signet.benchmark;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.signet.sign.authority.CertificateAuthority;
import dev.signet.testkit.JavaSources;
import dev.signet.testkit.PluginAuthor;
import dev.signet.testkit.Trees;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;

/**
 * What a start costs, each in a JVM of its own: against plain PF4J, and against the least that any
 * program has to do that notices changes. One Markdown table; docs/performance.md tells the goals.
 * The arguments are the path of {@code signet.jar}, and perhaps the number of rounds.
 */
public final class Starts {
  private static final int ROUNDS = 7;
  private static final int PLUGINS = 100;
  private static final int SMALL_PLUGINS = 1_000;
  private static final int CLASSES = 5_000;
  private static final int MANY_FILES = 49_000;
  private static final String SMALL_HEAP = "-Xmx64m";

  private final Path folder;
  private final Path signet;
  private final RatioTable table;
  private final CertificateAuthority authority = PluginAuthor.authority("Benchmark Root");
  private final Path trust;

  private Starts(Path folder, Path signet, int rounds) throws Exception {
    this.folder = folder;
    this.signet = signet;
    this.table = new RatioTable(rounds, 1);
    this.trust = Files.createDirectory(folder.resolve("trust"));
    Files.write(
        trust.resolve("root.crt"),
        PluginAuthor.trusting(authority).anchors().get(0).certificate().getEncoded());
  }

  /** Prints the table. */
  public static void main(String[] args) throws Exception {
    Path folder = Files.createTempDirectory("signet-starts");
    try {
      Starts starts =
          new Starts(
              folder, Path.of(args[0]), args.length > 1 ? Integer.parseInt(args[1]) : ROUNDS);
      starts.unchangedPlugin("S4 large", 2_000, 10_000);
      starts.unchangedPlugin("S4 small", 10_000, 1_000);
      for (Shape shape : Shape.values()) {
        starts.fleet("S5 " + shape, shape, PLUGINS, 50);
      }
      starts.fleet("S5 1,000 small", Shape.FOLDERS, SMALL_PLUGINS, 10);
      starts.classes(Shape.FOLDERS);
      starts.classes(Shape.JARS);
      starts.command();
      System.out.println(starts.table.markdown());
      starts.smallHeaps();
    } finally {
      Trees.delete(folder);
    }
  }

  /** How plugins are shipped. */
  private enum Shape {
    FOLDERS,
    ZIPS,
    JARS;

    Path write(Path plugins, String id, Map<String, byte[]> signed) {
      return switch (this) {
        case FOLDERS -> Trees.folder(plugins.resolve(id), signed);
        case ZIPS -> Trees.archive(plugins.resolve(id + ".zip"), signed);
        case JARS -> Trees.archive(plugins.resolve(id + ".jar"), signed);
      };
    }

    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  private void unchangedPlugin(String goal, int count, int meanBytes) throws Exception {
    Path bundle = write(Shape.FOLDERS, folder.resolve("one"), "plugin", count, meanBytes);
    Path state = folder.resolve("state-one");
    start("admit", bundle, 1, state);
    table.add(
        goal,
        named("unchanged plugin of " + count + " files", "admit", bundle, 1, state),
        named("a look at each of them", "looks", bundle, 1, state));
    Trees.delete(folder.resolve("one"));
    Trees.delete(state);
  }

  private void fleet(String goal, Shape shape, int plugins, int files) throws Exception {
    Path root = folder.resolve("fleet");
    for (int i = 0; i < plugins; i++) {
      write(shape, root, "plugin-" + i, files, 2_000);
    }
    Path state = folder.resolve("state-fleet");
    Path plain = Trees.copy(root, folder.resolve("plain"));
    start("signet", root, plugins, state);
    RatioTable.Named signetStart =
        named(plugins + " unchanged plugins", "signet", root, plugins, state);
    table.add(goal, signetStart, named("plain PF4J", "plain", plain, plugins, state));
    if (shape != Shape.ZIPS) { // which plain PF4J has unpacked beside themselves
      table.add(
          goal,
          signetStart,
          named("PF4J, a certificate, each look", "least", plain, plugins, state));
    }
    for (String done : List.of("fleet", "state-fleet", "plain")) {
      Trees.delete(folder.resolve(done));
    }
  }

  private void classes(Shape shape) throws Exception {
    Map<String, String> sources = new LinkedHashMap<>();
    for (int i = 0; i < CLASSES; i++) {
      String name = className(i / 100, i);
      int dot = name.lastIndexOf('.');
      sources.put(
          name,
          String.format(
              "package %s; public class %s { public int value() { return %d; } }",
              name.substring(0, dot), name.substring(dot + 1), i));
    }
    Map<String, byte[]> files = new LinkedHashMap<>();
    files.put("plugin.properties", Trees.properties("classes", "1.0.0"));
    if (shape == Shape.JARS) {
      files.put(
          "META-INF/MANIFEST.MF",
          Trees.manifest("Plugin-Id", "classes", "Plugin-Version", "1.0.0"));
      files.remove("plugin.properties");
    }
    String prefix = shape == Shape.FOLDERS ? "classes/" : "";
    JavaSources.compile(sources, List.of())
        .forEach((path, content) -> files.put(prefix + path, content));
    Path root = folder.resolve("classes");
    shape.write(root, "classes", signed("classes", shape, files));
    Path state = folder.resolve("state-classes");
    Path plain = Trees.copy(root, folder.resolve("plain"));
    table.add(
        "S7 " + shape,
        named(CLASSES + " classes of a plugin", "signet-classes", root, CLASSES, state),
        named("plain PF4J", "classes", plain, CLASSES, state));
    for (String done : List.of("classes", "state-classes", "plain")) {
      Trees.delete(folder.resolve(done));
    }
  }

  /** Returns the name of the class of a number. */
  static String className(int group, int number) {
    return "made.p" + group + ".C" + number;
  }

  private void command() throws Exception {
    Path bundle = write(Shape.FOLDERS, folder, "small", 25, 40_000);
    RatioTable.Named empty =
        process(
            "an empty program",
            command(
                List.of("-cp", System.getProperty("java.class.path"), Nothing.class.getName())));
    table.add("S9", process("check-app of 1 MB", check(bundle)), empty);
    table.add("S9", process("signet --version", ofJar("--version")), empty);
    table.add(
        "S9",
        process(
            "one certificate, one signature, SHA-512 of 1 MB",
            ofClass("crypto", trust.resolve("root.crt"))),
        empty);
  }

  private List<String> check(Path bundle) {
    return ofJar("integrity:check-app", "--path=" + bundle, "--trust=" + trust);
  }

  private void smallHeaps() throws Exception {
    Path root = folder.resolve("many");
    Path bundle = write(Shape.FOLDERS, root, "many", MANY_FILES, 100);
    List<String> command = check(bundle);
    command.add(1, SMALL_HEAP);
    List<String> host =
        ofClass("signet", root, "1", trust.toString(), folder.resolve("state-many").toString());
    host.add(1, SMALL_HEAP);
    System.out.println();
    for (Map.Entry<String, List<String>> each :
        Map.of("command", command, "host", host).entrySet()) {
      System.out.printf(
          "S10 %s: %d files with %s: %s%n",
          each.getKey(),
          MANY_FILES,
          SMALL_HEAP,
          exitCode(each.getValue()) == 0 ? "done" : "FAILED");
    }
  }

  private Path write(Shape shape, Path root, String id, int count, int meanBytes) {
    Random random = new Random(14);
    Map<String, byte[]> files = new LinkedHashMap<>();
    if (shape == Shape.JARS) {
      files.put("META-INF/MANIFEST.MF", Trees.manifest("Plugin-Id", id, "Plugin-Version", "1.0.0"));
    } else {
      files.put("plugin.properties", Trees.properties(id, "1.0.0"));
    }
    for (int i = 0; i < count; i++) {
      byte[] content = new byte[meanBytes / 2 + random.nextInt(meanBytes)];
      random.nextBytes(content);
      files.put("d" + i % 8 + "/file" + i, content);
    }
    return shape.write(root, id, signed(id, shape, files));
  }

  private Map<String, byte[]> signed(String id, Shape shape, Map<String, byte[]> files) {
    return PluginAuthor.of(id, authority)
        .signed(files, shape == Shape.JARS ? "META-INF/signature.json" : "signature.json");
  }

  private RatioTable.Named named(String name, String what, Path place, int count, Path state) {
    return new RatioTable.Named(name, () -> start(what, place, count, state));
  }

  private double start(String what, Path place, int count, Path state) throws Exception {
    Process process =
        new ProcessBuilder(ofClass(what, place, "" + count, trust.toString(), state.toString()))
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    List<String> lines =
        new String(process.getInputStream().readAllBytes(), UTF_8).lines().toList();
    if (process.waitFor() != 0) {
      throw new IllegalStateException(what + " of " + place + ": " + lines);
    }
    return Double.parseDouble(lines.get(lines.size() - 1));
  }

  private static RatioTable.Named process(String name, List<String> command) {
    return RatioTable.Named.task(
        name,
        () -> {
          if (exitCode(command) != 0) {
            throw new IllegalStateException(String.join(" ", command));
          }
        });
  }

  private static int exitCode(List<String> command) throws IOException, InterruptedException {
    return new ProcessBuilder(command)
        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
        .redirectError(ProcessBuilder.Redirect.DISCARD)
        .start()
        .waitFor();
  }

  private List<String> ofJar(String... arguments) {
    return command(List.of("-jar", signet.toString()), arguments);
  }

  private static List<String> ofClass(String what, Path place, String... more) {
    List<String> start =
        new ArrayList<>(
            List.of("-cp", System.getProperty("java.class.path"), OneStart.class.getName(), what));
    start.add(place.toString());
    return command(start, more);
  }

  private static List<String> command(List<String> start, String... arguments) {
    List<String> words = new ArrayList<>();
    words.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    words.addAll(start);
    words.addAll(List.of(arguments));
    return words;
  }
}

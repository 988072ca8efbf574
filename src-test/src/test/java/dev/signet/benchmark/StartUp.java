package dev.signet.benchmark;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Enumeration;
import java.util.List;
import java.util.Locale;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import picocli.CommandLine;

/**
 * Times whole processes, from start to exit, turn by turn on the same JVM, so that whatever else
 * the machine does slows all alike. The arguments are the path of {@code signet.jar}, and perhaps
 * the number of rounds; profile {@code bench} runs it.
 */
public final class StartUp {
  private static final int DEFAULT_ROUNDS = 20;
  private static final double NANOS_PER_MILLI = 1e6;

  private final List<List<String>> programs = new ArrayList<>();

  /** The shortest and the middle time of a program, in milliseconds. */
  public record Timing(double fastest, double median) {
    /** Returns how many times as long as another's the shortest time is. */
    public double ratioTo(Timing other) {
      return fastest / other.fastest;
    }
  }

  /** Adds {@code java -jar} of a jar with arguments. */
  public StartUp program(Path jar, String... arguments) {
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-jar",
                jar.toString()));
    command.addAll(List.of(arguments));
    programs.add(command);
    return this;
  }

  /** Runs every program so many times, in turns. */
  public List<Timing> measure(int rounds) throws IOException, InterruptedException {
    double[][] millis = new double[programs.size()][rounds];
    for (int round = 0; round < rounds; round++) {
      for (int i = 0; i < programs.size(); i++) {
        millis[i][round] = time(programs.get(i));
      }
    }
    return Arrays.stream(millis)
        .map(
            times -> {
              Arrays.sort(times);
              return new Timing(times[0], times[times.length / 2]);
            })
        .toList();
  }

  private static double time(List<String> command) throws IOException, InterruptedException {
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .redirectError(ProcessBuilder.Redirect.DISCARD);
    long start = System.nanoTime();
    builder.start().waitFor();
    return (System.nanoTime() - start) / NANOS_PER_MILLI;
  }

  /** Writes a runnable jar of picocli and {@link EmptyProgram}, nothing else. */
  public static Path emptyProgram(Path jar) throws IOException {
    Manifest manifest = new Manifest();
    manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
    manifest.getMainAttributes().put(Attributes.Name.MAIN_CLASS, EmptyProgram.class.getName());
    Path picocli =
        Path.of(CommandLine.class.getProtectionDomain().getCodeSource().getLocation().getPath());
    try (JarFile library = new JarFile(picocli.toFile());
        JarOutputStream out = new JarOutputStream(Files.newOutputStream(jar), manifest)) {
      for (Enumeration<JarEntry> entries = library.entries(); entries.hasMoreElements(); ) {
        JarEntry entry = entries.nextElement();
        if (entry.getName().endsWith(".class")) {
          try (InputStream in = library.getInputStream(entry)) {
            copy(entry.getName(), in, out);
          }
        }
      }
      String own = EmptyProgram.class.getName().replace('.', '/') + ".class";
      try (InputStream in = EmptyProgram.class.getResourceAsStream("/" + own)) {
        copy(own, in, out);
      }
    }
    return jar;
  }

  private static void copy(String name, InputStream in, JarOutputStream out) throws IOException {
    out.putNextEntry(new JarEntry(name));
    in.transferTo(out);
    out.closeEntry();
  }

  /** Prints the times of a few commands. */
  public static void main(String[] args) throws IOException, InterruptedException {
    Path signet = Path.of(args[0]);
    int rounds = args.length > 1 ? Integer.parseInt(args[1]) : DEFAULT_ROUNDS;
    Path empty = Files.createTempFile("empty", ".jar");
    try {
      emptyProgram(empty);
      List<String[]> commands =
          List.of(
              new String[] {"--version"},
              new String[] {"--help"},
              new String[] {"integrity:check-app", "--help"},
              new String[] {"integrity:sign-app", "--help"});
      StartUp startUp = new StartUp().program(empty).program(empty, "--help");
      commands.forEach(command -> startUp.program(signet, command));
      List<Timing> timings = startUp.measure(rounds);
      print("empty program", timings.get(0), timings.get(0));
      print("empty program --help", timings.get(1), timings.get(0));
      for (int i = 0; i < commands.size(); i++) {
        print("signet " + String.join(" ", commands.get(i)), timings.get(i + 2), timings.get(0));
      }
    } finally {
      Files.delete(empty);
    }
  }

  private static void print(String name, Timing timing, Timing base) {
    System.out.printf(
        Locale.ROOT,
        "%-36s fastest %5.0f ms (x%.2f)  median %5.0f ms (x%.2f)%n",
        name,
        timing.fastest(),
        timing.ratioTo(base),
        timing.median(),
        timing.median() / base.median());
  }
}

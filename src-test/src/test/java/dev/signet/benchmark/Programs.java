package dev.signet.benchmark;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Programs in JVMs of their own, all on the JVM that runs this one. */
final class Programs {
  private Programs() {}

  /** Returns the command that runs a class of the tests. */
  static List<String> ofClass(Class<?> program, String... arguments) {
    List<String> words =
        java("-Xmx2g", "-cp", System.getProperty("java.class.path"), program.getName());
    words.addAll(List.of(arguments));
    return words;
  }

  /** Returns the command that runs java with these words. */
  static List<String> java(String... words) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of(words));
    return command;
  }

  /** Runs a program to its end, and returns the number in the last line it prints. */
  static double number(List<String> command) throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
    List<String> lines =
        new String(process.getInputStream().readAllBytes(), UTF_8).lines().toList();
    if (process.waitFor() != 0) {
      throw new IllegalStateException(String.join(" ", command) + ": " + lines);
    }
    return Double.parseDouble(lines.get(lines.size() - 1));
  }

  /** Runs a program to its end, and returns its exit code. */
  static int exitCode(List<String> command) throws IOException, InterruptedException {
    return new ProcessBuilder(command)
        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
        .redirectError(ProcessBuilder.Redirect.DISCARD)
        .start()
        .waitFor();
  }

  /** Runs a program that has to end well. */
  static void run(List<String> command) throws IOException, InterruptedException {
    if (exitCode(command) != 0) {
      throw new IllegalStateException(String.join(" ", command));
    }
  }

  /** Names a program of which all counts, from its start to its end. */
  static RatioTable.Named whole(String name, List<String> command) {
    return RatioTable.Named.task(name, () -> run(command));
  }
}

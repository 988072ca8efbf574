package dev.signet.testkit;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** Runs programs as a person would: in processes of their own, with an environment of their own. */
public final class Programs {
  private static final long SECONDS = 120;

  private final Path folder;
  private final Map<String, String> environment = new HashMap<>();

  /** Runs them in this folder. */
  public Programs(Path folder) {
    this.folder = folder;
  }

  /** What a program left behind. */
  public record Outcome(int exitCode, String out, String err) {
    /** Fails the test when the program failed. */
    public Outcome expectSuccess() {
      if (exitCode != 0) {
        throw new AssertionError("exit code " + exitCode + "\n" + out + err);
      }
      return this;
    }
  }

  /** Returns the jar as it is shipped; skips the test where it is not built. */
  public static Path jar() {
    String name = System.getProperty("signet.jar", "");
    assumeTrue(
        !name.isEmpty() && Files.exists(Path.of(name)),
        "signet.jar is not packaged (mvn package in loader/cli); whole programs are not tested");
    return Path.of(name).toAbsolutePath().normalize();
  }

  /** Returns a program of the JDK that runs the test. */
  public static String ofJdk(String name) {
    return Path.of(System.getProperty("java.home"), "bin", name).toString();
  }

  /** Sets a variable of their environment. */
  public Programs variable(String name, Object value) {
    environment.put(name, value.toString());
    return this;
  }

  /** Sets what a script starts the command with, from this jar. */
  public Programs commandVariables(Path jar) {
    return javaVariables(SharedClasses.ofCommand()).variable("SIGNET_JAR", jar);
  }

  /** Sets what a script starts classes of the tests with. */
  public Programs classVariables() {
    SharedClasses classes = SharedClasses.ofTests();
    return javaVariables(classes).variable("CLASS_PATH", classes.classPath());
  }

  private Programs javaVariables(SharedClasses classes) {
    return variable("JAVA", ofJdk("java"))
        .variable("JAVA_FLAGS", String.join(" ", Jvm.SHORT_LIVED) + " -Xshare:auto -Xlog:disable")
        .variable("ARCHIVE", classes.archive());
  }

  /** Runs {@code java -jar signet.jar}. */
  public Outcome signet(Object... arguments) {
    List<Object> words = new ArrayList<>(SharedClasses.ofCommand().archiveOptions());
    words.addAll(List.of("-jar", jar()));
    words.addAll(List.of(arguments));
    return java(words.toArray());
  }

  /** Runs {@code java} with these words. */
  public Outcome java(Object... arguments) {
    List<Object> words = new ArrayList<>(List.of(ofJdk("java")));
    words.addAll(Jvm.SHORT_LIVED);
    words.addAll(List.of(arguments));
    return run(words.toArray());
  }

  /** Runs any program. */
  public Outcome run(Object... words) {
    List<String> command = new ArrayList<>();
    for (Object word : words) {
      command.add(word.toString());
    }
    try {
      Path out = Files.createTempFile("out", ".txt");
      Path err = Files.createTempFile("err", ".txt");
      try {
        ProcessBuilder builder =
            new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectOutput(out.toFile())
                .redirectError(err.toFile());
        builder.environment().putAll(environment);
        Process process = builder.start();
        process.getOutputStream().close();
        if (!process.waitFor(SECONDS, TimeUnit.SECONDS)) {
          process.destroyForcibly();
          throw new AssertionError("does not end: " + command);
        }
        return new Outcome(process.exitValue(), Files.readString(out), Files.readString(err));
      } finally {
        Files.delete(out);
        Files.delete(err);
      }
    } catch (IOException e) {
      throw new AssertionError("cannot run " + command, e);
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }
}

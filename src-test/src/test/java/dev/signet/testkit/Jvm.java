package dev.signet.testkit;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Runs a main class of the tests in a JVM of its own, for what a process has only one of: its
 * locale, its umask, its account, its libraries and settings, its locks, its end.
 *
 * <p>Such a process lives for a second or two. It has the class path of the tests as {@link
 * SharedClasses}, and compiles little of what it runs: each makes that half as long.
 */
public final class Jvm {
  /** What makes a short life shorter. */
  public static final List<String> SHORT_LIVED =
      List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-XX:-UsePerfData");

  private final Class<?> main;
  private final List<Object> before = new ArrayList<>();
  private final List<String> options = new ArrayList<>(SHORT_LIVED);
  private Supplier<SharedClasses> classes = SharedClasses::ofTests;
  private @Nullable String classPath;

  private Jvm(Class<?> main) {
    this.main = main;
  }

  /** Runs this class. */
  public static Jvm of(Class<?> main) {
    return new Jvm(main);
  }

  /** Adds options of the JVM. */
  public Jvm options(String... more) {
    options.addAll(List.of(more));
    return this;
  }

  /**
   * Has it only have the classes of a host, with no logger's, for a main class that needs no other:
   * it starts in half of the time again.
   */
  public Jvm ofHost() {
    classes = SharedClasses::ofHosts;
    return options("-XX:CompileThresholdScaling=10", "-Dslf4j.internal.verbosity=ERROR");
  }

  /** Sets another class path than that of the tests. */
  public Jvm classPath(String value) {
    classPath = value;
    return this;
  }

  /** Sets the program that starts the JVM, and its own arguments. */
  public Jvm by(Object... words) {
    before.addAll(List.of(words));
    return this;
  }

  /** Has a shell start it that sets this umask first. */
  public Jvm umask(String umask) {
    return by("sh", "-c", "umask " + umask + "; exec \"$0\" \"$@\"");
  }

  /** Runs it to its end, in the folder and environment of these programs. */
  public Programs.Outcome run(Programs programs, Object... arguments) {
    return programs.run(command(arguments).toArray());
  }

  /** Starts it; its errors go to this process's. */
  public Process start(Object... arguments) throws IOException {
    return builder(arguments).redirectError(ProcessBuilder.Redirect.INHERIT).start();
  }

  /** Returns what starts it, for a test that wants its output in another way. */
  public ProcessBuilder builder(Object... arguments) {
    return new ProcessBuilder(command(arguments).stream().map(Object::toString).toList());
  }

  private List<Object> command(Object... arguments) {
    List<Object> words = new ArrayList<>(before);
    words.add(Programs.ofJdk("java"));
    words.addAll(options);
    if (classPath == null) {
      words.addAll(classes.get().options());
    } else {
      words.addAll(List.of("-cp", classPath));
    }
    words.add(main.getName());
    words.addAll(List.of(arguments));
    return words;
  }
}

package dev.signet.testkit;

import java.io.IOException;
import java.io.InputStream;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/**
 * Starts real processes of one main class in a third of the usual time, for tests that kill many.
 * What takes long are the signatures of the crypto library's own jars and reading classes: here
 * jars are without signatures, and classes come from a shared archive.
 */
public final class FastJvm {
  private final List<String> command = new ArrayList<>();
  private final Class<?> main;

  private FastJvm(Class<?> main) {
    this.main = main;
    command.add(Programs.ofJdk("java"));
    command.addAll(Jvm.SHORT_LIVED);
    command.addAll(List.of("-XX:CompileThresholdScaling=10", "-Dslf4j.internal.verbosity=ERROR"));
  }

  /**
   * Prepares such starts.
   *
   * @param folder for jars and archive
   * @param uses one class of each jar or folder of the class path that is needed beside the main
   *     class's own
   * @param arguments with which the main class writes a byte and then waits to be ended
   */
  public static FastJvm of(Path folder, Class<?> main, List<Class<?>> uses, String... arguments)
      throws IOException, InterruptedException {
    FastJvm jvm = new FastJvm(main);
    Set<Path> origins = new LinkedHashSet<>(List.of(origin(main)));
    uses.forEach(type -> origins.add(origin(type)));
    List<String> jars = new ArrayList<>();
    for (Path origin : origins) {
      Path jar = folder.resolve(jars.size() + ".jar");
      SharedClasses.copy(origin, jar);
      jars.add(jar.toString());
    }
    jvm.command.addAll(List.of("-cp", String.join(":", jars)));
    Path archive = folder.resolve("classes.jsa");
    jvm.archiveClasses(archive, arguments);
    if (Files.exists(archive)) {
      jvm.command.add("-XX:SharedArchiveFile=" + archive);
    }
    return jvm;
  }

  /** Starts a process; its errors go to this one's. */
  public Process start(String... arguments) throws IOException {
    List<String> all = new ArrayList<>(command);
    all.add(main.getName());
    all.addAll(List.of(arguments));
    return new ProcessBuilder(all).redirectError(ProcessBuilder.Redirect.INHERIT).start();
  }

  private static Path origin(Class<?> type) {
    try {
      return Path.of(type.getProtectionDomain().getCodeSource().getLocation().toURI());
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }

  private void archiveClasses(Path archive, String... arguments)
      throws IOException, InterruptedException {
    List<String> all = new ArrayList<>(command);
    all.add("-XX:ArchiveClassesAtExit=" + archive);
    all.add(main.getName());
    all.addAll(List.of(arguments));
    Process process =
        new ProcessBuilder(all).redirectError(ProcessBuilder.Redirect.DISCARD).start();
    try (InputStream out = process.getInputStream()) {
      out.read();
      TimeUnit.MILLISECONDS.sleep(500);
      process.toHandle().destroy();
      out.readAllBytes();
    } finally {
      if (!process.waitFor(60, TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
    }
  }
}

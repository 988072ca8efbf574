package dev.signet.library;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The libraries of the tests' class path, and older ones that hosts may bring instead. */
final class Libraries {
  private Libraries() {}

  /** Returns the class path of the tests without some libraries. */
  static String without(String... libraries) {
    return Stream.of(System.getProperty("java.class.path").split(File.pathSeparator))
        .filter(
            entry ->
                Stream.of(libraries)
                    .noneMatch(
                        library ->
                            Path.of(entry).getFileName().toString().matches(library + "-[0-9].*")))
        .collect(Collectors.joining(File.pathSeparator));
  }

  /** Returns a jar that the build has fetched; skips the test where it has not. */
  static Path old(String library, String version) {
    Path jar =
        Path.of(System.getProperty("signet.old.libraries", "target/old-libraries"))
            .resolve(library + "-" + version + ".jar")
            .toAbsolutePath();
    assumeTrue(
        Files.exists(jar), "there is no " + jar + "; hosts with older libraries are not tested");
    return jar;
  }
}

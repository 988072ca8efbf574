package dev.signet.attack.mutation;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * What a fuzzer calls for each input, in a JVM of its own. Jazzer finds the method by its name, so
 * that nothing here needs Jazzer; the target is the system property {@code signet.fuzz}.
 */
public final class Fuzz {
  private static final FuzzTarget TARGET = FuzzTarget.valueOf(System.getProperty("signet.fuzz"));
  private static final Path SCRATCH = scratch();

  private Fuzz() {}

  /** Reads an input. */
  public static void fuzzerTestOneInput(byte[] data) {
    TARGET.read(data, SCRATCH);
  }

  /** Writes the seeds of all targets to a folder for each below this one. */
  public static void main(String[] arguments) throws Exception {
    for (FuzzTarget target : FuzzTarget.values()) {
      Path folder = Files.createDirectories(Path.of(arguments[0], target.name()));
      int number = 0;
      for (byte[] seed : target.seeds()) {
        Files.write(folder.resolve("seed-" + number++), seed);
      }
    }
  }

  private static Path scratch() {
    try {
      Path memory = Path.of("/dev/shm");
      return Files.isWritable(memory)
          ? Files.createTempDirectory(memory, "signet-fuzz")
          : Files.createTempDirectory("signet-fuzz");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}

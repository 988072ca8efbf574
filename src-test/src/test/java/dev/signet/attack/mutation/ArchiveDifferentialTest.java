package dev.signet.attack.mutation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.signet.manifest.Digest;
import dev.signet.testkit.BundleReading;
import dev.signet.testkit.MemoryFolder;
import dev.signet.testkit.Programs;
import dev.signet.testkit.Thorough;
import dev.signet.testkit.Trees;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the JDKs see in an archive that was verified, entry for entry. */
@Tag("random")
class ArchiveDifferentialTest {
  private static final int ARCHIVES = Thorough.attacks(10_000, 2_000, 500);
  private static final long SEED = 20_2611;

  @TempDir(factory = MemoryFolder.class)
  Path temp;

  @Test
  void archives_whenTheyAreRead_areToEachJdkWhatWasVerified() throws IOException {
    List<Path> others = otherJdks();
    int read = 0;
    long first = Thorough.firstAttack();
    for (long number = first; number < first + ARCHIVES; number++) {
      byte[] archive = new RandomArchive(new Random(SEED + number * 1_000_003)).bytes();
      Path jar = Trees.write(temp.resolve(number + ".jar"), archive);
      BundleReading reading = BundleReading.of(jar);
      if (!reading.problems().isEmpty() || !reading.complete()) {
        Files.delete(jar);
        continue;
      }
      read++;
      Map<String, String> verified = new TreeMap<>();
      reading.contents().forEach((path, bytes) -> verified.put(path, Digest.over(bytes).hex()));
      assertThat(JdkReaders.differences(jar, verified)).as("archive %d", number).isEmpty();
      List<String> lines = new ArrayList<>();
      verified.forEach((path, digest) -> lines.add(digest + " " + path));
      Files.write(temp.resolve(number + ".jar.txt"), lines);
    }
    assertThat(read).isBetween(ARCHIVES / 10, ARCHIVES * 3 / 4);
    for (Path java : others) {
      assertThat(seenBy(java)).as("by %s", java).containsExactly("JDK 25");
    }
    assumeTrue(!others.isEmpty() || Runtime.version().feature() >= 25, "no JDK 25 beside this one");
  }

  private List<String> seenBy(Path java) {
    return new Programs(temp)
        .run(
            java,
            "-XX:TieredStopAtLevel=1",
            "-XX:+UseSerialGC",
            "-cp",
            classes(),
            JdkReaders.class.getName(),
            temp)
        .expectSuccess()
        .out()
        .lines()
        .toList();
  }

  private static Path classes() {
    return Path.of(JdkReaders.class.getProtectionDomain().getCodeSource().getLocation().getPath());
  }

  /** Returns {@code java} of version 25 where this one lies, unless this is one. */
  private static List<Path> otherJdks() throws IOException {
    Path jdks = Path.of(System.getProperty("java.home")).toRealPath().getParent();
    if (Runtime.version().feature() >= 25) {
      return List.of();
    }
    try (Stream<Path> found = Files.list(jdks)) {
      return found
          .filter(jdk -> jdk.getFileName().toString().contains("25"))
          .map(jdk -> jdk.resolve("bin/java"))
          .filter(Files::isExecutable)
          .limit(1)
          .toList();
    }
  }
}

package dev.signet.attack;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.signet.bundle.BundleEntry;
import dev.signet.bundle.Layout;
import dev.signet.bundle.Limits;
import dev.signet.bundle.read.Bundle;
import dev.signet.bundle.read.ReadingThreads;
import dev.signet.manifest.CopyTarget;
import dev.signet.manifest.ManifestReader;
import dev.signet.manifest.ManifestReading;
import dev.signet.testkit.Trees;
import dev.signet.verdict.Finding;
import dev.signet.verdict.Reason;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** However many threads read a bundle, what they find is the same, and in the same order. */
class ThreadCountAttackTest {
  private static final int FILES = 700;
  private static final int LARGE = 1_500_000;

  @TempDir private Path temp;
  private final Map<String, byte[]> files = new TreeMap<>();

  @BeforeEach
  void makeFiles() {
    Random random = new Random(14);
    for (int i = 0; i < FILES; i++) {
      byte[] content = new byte[i % 97 == 0 ? LARGE : random.nextInt(3_000)];
      random.nextBytes(content);
      files.put("d" + i % 9 + "/e" + i % 4 + "/f" + i, content);
    }
    files.put("signature.json", "{}".getBytes(UTF_8));
    files.put("plugin.properties", "plugin.id=p".getBytes(UTF_8));
  }

  /** All that a reading says. */
  private record Said(
      Map<?, ?> files, Optional<String> signature, List<String> captured, List<Finding> findings) {}

  @ParameterizedTest
  @CsvSource({"folder, 2", "folder, 8", "zip, 2", "zip, 8", "jar, 2", "jar, 8"})
  void reading_whenNothingIsWrong_isTheSameOnAnyNumberOfThreads(String kind, int threads)
      throws IOException {
    Path source = bundle(kind);

    Said said = read(source, threads, CopyTarget.NONE);

    assertThat(said).isEqualTo(read(source, 1, CopyTarget.NONE));
    assertThat(said.findings()).isEmpty();
    assertThat(said.files()).hasSizeGreaterThanOrEqualTo(FILES);
    assertThat(said.captured()).isNotEmpty();
  }

  @ParameterizedTest
  @ValueSource(ints = {2, 8})
  void reading_whenManyFilesChangedSinceTheyWereListed_findsTheSameInTheSameOrder(int threads)
      throws IOException {
    Said said = readChanged(Trees.folder(temp.resolve("several"), files), threads);

    assertThat(said).isEqualTo(readChanged(Trees.folder(temp.resolve("one"), files), 1));
    assertThat(said.findings()).hasSizeGreaterThan(FILES / 8);
  }

  @ParameterizedTest
  @CsvSource({"zip, 2", "zip, 8", "jar, 2", "jar, 8"})
  void reading_whenBytesOfAnArchiveAreDamaged_findsTheSameInTheSameOrder(String kind, int threads)
      throws IOException {
    Path source = bundle(kind);
    byte[] bytes = Files.readAllBytes(source);
    Random random = new Random(15);
    for (int i = 0; i < 40; i++) {
      bytes[bytes.length / 10 + random.nextInt(bytes.length / 2)] ^= 1;
    }
    Files.write(source, bytes);

    Said said = read(source, threads, CopyTarget.NONE);

    assertThat(said).isEqualTo(read(source, 1, CopyTarget.NONE));
    assertThat(said.findings()).hasSizeGreaterThan(3);
  }

  @ParameterizedTest
  @CsvSource({"folder, 2", "folder, 8", "zip, 8"})
  void reading_whenSomeCopiesCannotBeWritten_stopsAtTheFirstOfThemInTheBundlesOrder(
      String kind, int threads) throws IOException {
    Path source = bundle(kind);
    CopyTarget failing =
        entry -> {
          if (entry.path().value().contains("f5")) {
            throw new IOException("no room");
          }
          return Optional.of(OutputStream.nullOutputStream());
        };

    Said said = read(source, threads, failing);

    assertThat(said).isEqualTo(read(source, 1, failing));
    assertThat(said.findings())
        .extracting(Finding::reason)
        .containsExactly(Reason.STATE_UNAVAILABLE);
  }

  private Path bundle(String kind) {
    return kind.equals("folder")
        ? Trees.folder(temp.resolve("p"), files)
        : Trees.archive(temp.resolve("p." + kind), files);
  }

  private Said read(Path source, int threads, CopyTarget target) throws IOException {
    try (Bundle bundle = open(source)) {
      return read(bundle, threads, target);
    }
  }

  private Said readChanged(Path source, int threads) throws IOException {
    try (Bundle bundle = open(source)) {
      List<BundleEntry> entries = bundle.entries();
      for (int i = 0; i < entries.size(); i += 5) {
        Path file = source.resolve(entries.get(i).path().value());
        switch (i % 4) {
          case 0 -> Files.writeString(file, "more", StandardOpenOption.APPEND);
          case 1 -> Files.write(file, new byte[0]);
          case 2 -> Files.delete(file);
          default -> {
            Files.delete(file);
            Files.createDirectory(file);
          }
        }
      }
      return read(bundle, threads, CopyTarget.NONE);
    }
  }

  private Bundle open(Path source) throws IOException {
    Path scratch = Files.createTempDirectory(temp, "scratch");
    return Bundle.open(source, Layout.PLUGIN, Limits.DEFAULT, scratch);
  }

  private static Said read(Bundle bundle, int threads, CopyTarget target) {
    ManifestReading reading =
        new ManifestReader(Layout.PLUGIN, Limits.DEFAULT, ReadingThreads.of(threads))
            .read(bundle, target, path -> path.value().endsWith("3") || path.depth() == 1);
    List<String> captured = new ArrayList<>();
    reading.captured().forEach((path, bytes) -> captured.add(path + " " + Arrays.hashCode(bytes)));
    return new Said(
        reading.files().files(),
        reading.signatureFile().map(bytes -> new String(bytes, UTF_8)),
        captured,
        reading.findings());
  }
}

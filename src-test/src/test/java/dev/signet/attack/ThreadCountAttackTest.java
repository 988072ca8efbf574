package dev.signet.attack;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.signet.bundle.BundleEntry;
import dev.signet.bundle.EntryPath;
import dev.signet.bundle.EntryReader;
import dev.signet.bundle.EntryRules;
import dev.signet.bundle.Layout;
import dev.signet.bundle.Limits;
import dev.signet.bundle.read.Bundle;
import dev.signet.bundle.read.BundleOpener;
import dev.signet.bundle.read.FoundFiles;
import dev.signet.bundle.read.ReadingThreads;
import dev.signet.manifest.CopyTarget;
import dev.signet.manifest.EarlyReading;
import dev.signet.manifest.ManifestReader;
import dev.signet.manifest.ManifestReading;
import dev.signet.manifest.ReadingPlan;
import dev.signet.testkit.PluginAuthor;
import dev.signet.testkit.Trees;
import dev.signet.trust.TrustStore;
import dev.signet.verdict.Finding;
import dev.signet.verdict.Reason;
import dev.signet.verdict.Verdict;
import dev.signet.verify.BundleVerifier;
import dev.signet.verify.Expectation;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** However many threads read a bundle, what they find is the same, and in the same order. */
class ThreadCountAttackTest {
  private static final int FILES = 700;
  private static final int LARGE = 1_500_000;
  private static final TrustStore TRUST = PluginAuthor.trusting(PluginAuthor.authority("Root"));

  private static final Map<String, byte[]> CONTENT = makeFiles();

  @TempDir private Path temp;

  private static Map<String, byte[]> makeFiles() {
    Map<String, byte[]> files = new TreeMap<>();
    Random random = new Random(14);
    for (int i = 0; i < FILES; i++) {
      byte[] content = new byte[i % 97 == 0 ? LARGE : random.nextInt(3_000)];
      random.nextBytes(content);
      files.put("d" + i % 9 + "/e" + i % 4 + "/f" + i, content);
    }
    files.put("signature.json", "{}".getBytes(UTF_8));
    files.put("plugin.properties", "plugin.id=p".getBytes(UTF_8));
    return files;
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
    Said said = readChanged(Trees.folder(temp.resolve("several"), CONTENT), threads);

    assertThat(said).isEqualTo(readChanged(Trees.folder(temp.resolve("one"), CONTENT), 1));
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

  @ParameterizedTest
  @CsvSource({"2, nothing", "8, nothing", "2, changes", "8, changes", "2, copy", "8, copy"})
  void reading_whenBegunWhileFilesAreStillLookedFor_isTheSameAsAfterwards(int threads, String fault)
      throws IOException {
    CopyTarget target =
        entry -> {
          if (fault.equals("copy") && entry.path().value().contains("f5")) {
            throw new IOException("no room");
          }
          return Optional.empty();
        };
    Path source = Trees.folder(temp.resolve("p"), CONTENT);

    Said said = readEarly(source, threads, target, fault.equals("changes"));

    assertThat(said).isEqualTo(readEarly(source, 1, target, fault.equals("changes")));
    assertThat(said.findings().isEmpty()).isEqualTo(fault.equals("nothing"));
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 8})
  void folder_whenItTurnsOutToBeTooLarge_isNotReadToItsEnd(int threads) {
    Trees.folder(temp.resolve("p"), CONTENT);
    Limits few = Limits.DEFAULT.toBuilder().files(FILES / 2).build();
    BundleVerifier verifier =
        new BundleVerifier(TRUST, few, Clock.systemUTC()).with(ReadingThreads.of(threads));

    Verdict verdict = verifier.verify(temp.resolve("p"), Expectation.PLUGIN);

    assertThat(verdict.findings())
        .extracting(Finding::reason)
        .containsExactly(Reason.LIMIT_EXCEEDED);
    assertThat(Thread.getAllStackTraces().keySet())
        .noneMatch(thread -> thread.getName().equals("signet-reading"));
  }

  @SuppressWarnings("try") // closed early, to see what goes on afterwards
  @Test
  void reading_whenGivenUp_hasNoThreadLeftAndReadsNoMore() throws IOException {
    Path source = Trees.folder(temp.resolve("p"), CONTENT);
    AtomicInteger copies = new AtomicInteger();
    CopyTarget counting =
        entry -> {
          copies.incrementAndGet();
          return Optional.empty();
        };
    ManifestReader reader = new ManifestReader(Layout.PLUGIN, Limits.DEFAULT, ReadingThreads.of(4));

    try (EarlyReading reading = reader.begin(new ReadingPlan(counting, path -> false));
        Bundle bundle = open(source, reading)) {
      reading.close();
      int until = copies.get();

      assertThat(Thread.getAllStackTraces().keySet())
          .noneMatch(thread -> thread.getName().equals("signet-reading"));
      assertThat(copies).hasValue(until).hasValueLessThan(bundle.entries().size());
    }
  }

  private Said readEarly(Path source, int threads, CopyTarget target, boolean changing)
      throws IOException {
    ManifestReader reader =
        new ManifestReader(Layout.PLUGIN, Limits.DEFAULT, ReadingThreads.of(threads));
    FoundFiles changes =
        new FoundFiles() {
          @Override
          public void opened(Supplier<EntryReader> readers) {}

          @Override
          public void found(BundleEntry entry) {
            if (changing && entry.path().value().contains("f3")) {
              overwrite(source.resolve(entry.path().value()));
            }
          }
        };
    try (EarlyReading reading = reader.begin(new ReadingPlan(target, ThreadCountAttackTest::held));
        Bundle bundle = open(source, new Both(changes, reading))) {
      return said(reading.finish(bundle));
    }
  }

  private static void overwrite(Path file) {
    try {
      Files.writeString(file, "other", StandardOpenOption.APPEND);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Tells two, one after the other. */
  private record Both(FoundFiles first, FoundFiles second) implements FoundFiles {
    @Override
    public void opened(Supplier<EntryReader> readers) {
      first.opened(readers);
      second.opened(readers);
    }

    @Override
    public void found(BundleEntry entry) {
      first.found(entry);
      second.found(entry);
    }
  }

  private Path bundle(String kind) {
    return kind.equals("folder")
        ? Trees.folder(temp.resolve("p"), CONTENT)
        : Trees.archive(temp.resolve("p." + kind), CONTENT);
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
    return open(source, FoundFiles.UNUSED);
  }

  private Bundle open(Path source, FoundFiles found) throws IOException {
    Path scratch = Files.createTempDirectory(temp, "scratch");
    return BundleOpener.open(source, new EntryRules(Layout.PLUGIN, Limits.DEFAULT), scratch, found);
  }

  private static Said read(Bundle bundle, int threads, CopyTarget target) {
    return said(
        new ManifestReader(Layout.PLUGIN, Limits.DEFAULT, ReadingThreads.of(threads))
            .read(bundle, target, ThreadCountAttackTest::held));
  }

  private static boolean held(EntryPath path) {
    return path.value().endsWith("3") || path.depth() == 1;
  }

  private static Said said(ManifestReading reading) {
    List<String> captured = new ArrayList<>();
    reading.captured().forEach((path, bytes) -> captured.add(path + " " + Arrays.hashCode(bytes)));
    return new Said(
        reading.files().files(),
        reading.signatureFile().map(bytes -> new String(bytes, UTF_8)),
        captured,
        reading.findings());
  }
}

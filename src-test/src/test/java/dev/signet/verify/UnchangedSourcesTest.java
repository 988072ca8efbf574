package dev.signet.verify;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.signet.bundle.Exclusions;
import dev.signet.bundle.Layout;
import dev.signet.bundle.LeftOut;
import dev.signet.bundle.Limits;
import dev.signet.bundle.SourceState;
import dev.signet.sign.authority.CertificateAuthority;
import dev.signet.testkit.PluginAuthor;
import dev.signet.testkit.SwitchedTrust;
import dev.signet.testkit.TestClock;
import dev.signet.testkit.Trees;
import dev.signet.trust.TrustStore;
import dev.signet.verdict.Verdict;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** When a check of a bundle may end with a look at its metadata, and when never. */
class UnchangedSourcesTest {
  private static final CertificateAuthority AUTHORITY = PluginAuthor.authority("Test Root");
  private static final TrustStore TRUST = PluginAuthor.trusting(AUTHORITY);
  private static final PluginAuthor CLOCK = PluginAuthor.of("clock", AUTHORITY);

  /** Long enough ago that a change of now shows in their times; one folder for each test. */
  @TempDir private static Path old;

  private final AtomicInteger checks = new AtomicInteger();
  private final UnchangedSources sources = new UnchangedSources(Limits.DEFAULT);
  private final TestClock clock = new TestClock(Instant.now());
  private final SwitchedTrust trust = new SwitchedTrust(TRUST);
  private final BundleVerifier verifier = new BundleVerifier(trust, Limits.DEFAULT, clock);

  enum Change {
    CONTENT_OF_SAME_SIZE_AND_TIME {
      @Override
      void make(Path source) throws IOException {
        Path file = source.resolve("lib/b.txt");
        FileTime time = Files.getLastModifiedTime(file);
        Files.writeString(file, "c".repeat((int) Files.size(file)));
        Files.setLastModifiedTime(file, time);
      }
    },
    FILE_ADDED {
      @Override
      void make(Path source) throws IOException {
        Files.createFile(source.resolve("lib/new.txt"));
      }
    },
    FILE_ADDED_AND_TIME_OF_FOLDER_PUT_BACK {
      @Override
      void make(Path source) throws IOException {
        FileTime time = Files.getLastModifiedTime(source.resolve("lib"));
        Files.createFile(source.resolve("lib/new.txt"));
        Files.setLastModifiedTime(source.resolve("lib"), time);
      }
    },
    FILE_DELETED {
      @Override
      void make(Path source) throws IOException {
        Files.delete(source.resolve("a.txt"));
      }
    },
    FILE_RENAMED {
      @Override
      void make(Path source) throws IOException {
        Files.move(source.resolve("a.txt"), source.resolve("A.txt"));
      }
    },
    FILE_TURNED_INTO_LINK {
      @Override
      void make(Path source) throws IOException {
        Path real = Files.move(source.resolve("a.txt"), source.resolveSibling(source + ".real"));
        Files.createSymbolicLink(source.resolve("a.txt"), real);
      }
    },
    FOLDER_EXCHANGED {
      @Override
      void make(Path source) throws IOException {
        Path other = Trees.copy(source, source.resolveSibling(source + ".other"));
        Files.writeString(other.resolve("a.txt"), "other");
        Path aside = Files.move(source, source.resolveSibling(source + ".aside"));
        assertThat(aside).exists();
        Files.move(other, source, StandardCopyOption.ATOMIC_MOVE);
      }
    };

    abstract void make(Path source) throws IOException;
  }

  @BeforeAll
  static void makeOldSources() {
    for (Change change : Change.values()) {
      Trees.folder(old.resolve(change.name()), CLOCK.signed(files(), "signature.json"));
    }
    for (String name : List.of("same", "trust", "clock", "check", "bound", "unsigned")) {
      Trees.folder(old.resolve(name), CLOCK.signed(files(), "signature.json"));
    }
    Path last = Trees.archive(old.resolve("a.zip"), CLOCK.signed(files(), "signature.json"));
    awaitOldTimes(last);
  }

  private static void awaitOldTimes(Path source) {
    while (SourceState.of(source, Limits.DEFAULT).isEmpty()) {
      LockSupport.parkNanos(Duration.ofMillis(100).toNanos());
    }
  }

  @Test
  void source_whenNothingChanges_isReadTwice() {
    for (String name : List.of("same", "a.zip")) {
      checks.set(0);
      Verdict first = get(name, true);
      for (int again = 0; again < 5; again++) {
        assertThat(get(name, true)).isEqualTo(first);
      }
      assertThat(checks).as(name).hasValue(2);
    }
  }

  @ParameterizedTest
  @EnumSource
  void source_whenAnythingChanges_isReadAgain(Change change) throws IOException {
    Path source = source(change.name());
    for (int check = 0; check < 4; check++) {
      assertThat(verify(source).isVerified()).isTrue();
    }

    change.make(source);

    assertThat(verify(source).isVerified()).isFalse();
    assertThat(verify(source).isVerified()).isFalse();
  }

  @Test
  void source_whenItChangesDuringACheck_isReadAgain() {
    Path source = source("check");
    Verdict verified = verify(source);
    get(source, true, () -> examined(verified));
    get(
        source,
        true,
        () -> {
          write(source.resolve("a.txt"), "changed behind the check's back");
          // Long enough ago in the end that a look after the check would take it for settled.
          awaitOldTimes(source);
          return examined(verified);
        });

    Verdict rejected = verify(source);
    assertThat(get(source, true, () -> examined(rejected))).isEqualTo(rejected);
    assertThat(rejected.isVerified()).isFalse();
  }

  @Test
  void verdict_whenWhatElseItDependsOnHasChanged_isFoundAnew() {
    get("same", true);
    get("same", true);
    checks.set(0);

    get("same", false);

    assertThat(checks).hasValue(1);
  }

  @Test
  void verdict_whenTheKeyIsWithdrawn_changesAtOnce() {
    Path source = source("trust");
    Verdict verified = verify(source);
    assertThat(List.of(verify(source), verify(source))).containsOnly(verified);

    String key = verified.signer().orElseThrow().keyId();
    trust.set(TRUST.toBuilder().revokeKey(key).build());
    assertThat(verify(source).isVerified()).isFalse();

    trust.set(TRUST);
    assertThat(verify(source)).isEqualTo(verified);
  }

  @Test
  void verdict_whenTheCertificateExpires_changesAtOnce() {
    Path source = source("clock");
    assertThat(List.of(verify(source), verify(source), verify(source)))
        .allMatch(Verdict::isVerified);

    clock.advance(Duration.ofDays(365 * 30));

    assertThat(verify(source).isVerified()).isFalse();
  }

  @Test
  void verdict_whenNotVerified_isFoundAnewEachTime() {
    Path source = source("unsigned");
    Verdict rejected = verify(source.resolveSibling("nowhere"));
    for (int check = 0; check < 4; check++) {
      get(source, true, () -> examined(rejected));
    }
    assertThat(checks).hasValue(4);
  }

  @Test
  void sources_whenTheyAreTooMany_areReadAgain() {
    UnchangedSources small = new UnchangedSources(Limits.DEFAULT, 100);
    Verdict verdict = verify(source("bound"));
    for (int check = 0; check < 4; check++) {
      small.get(
          source("bound"), Expectation.PLUGIN, kept -> true, counted(() -> examined(verdict)));
    }
    assertThat(checks).hasValue(4);
  }

  @Test
  void folderOfAHost_whenPartsAreLeftOut_isReadEachTime() {
    Verdict verdict = verify(source("bound"));
    Expectation core =
        Expectation.core(Layout.CORE, Exclusions.NONE)
            .without(LeftOut.below(old, List.of(old.resolve("data"))));
    for (int check = 0; check < 4; check++) {
      sources.get(old, core, kept -> true, counted(() -> examined(verdict)));
    }
    assertThat(checks).hasValue(4);
  }

  private static Path source(String name) {
    return old.resolve(name);
  }

  private Verdict verify(Path source) {
    return verifier.verify(source, Expectation.PLUGIN);
  }

  private Verdict get(String name, boolean stillHolds) {
    Path source = source(name);
    return get(source, stillHolds, () -> examined(verify(source)));
  }

  private Verdict get(Path source, boolean stillHolds, Supplier<UnchangedSources.Examined> check) {
    return sources
        .get(source, Expectation.PLUGIN, kept -> stillHolds, counted(check))
        .examination()
        .verdict();
  }

  private Supplier<UnchangedSources.Examined> counted(Supplier<UnchangedSources.Examined> check) {
    return () -> {
      checks.incrementAndGet();
      return check.get();
    };
  }

  private UnchangedSources.Examined examined(Verdict verdict) {
    Instant now = clock.instant();
    return new UnchangedSources.Examined(
        new Examination(verdict, ""),
        KeptVerdict.of("", new VerdictCache.Dated(verdict, now, now.plusSeconds(60)), ""));
  }

  private static void write(Path file, String text) {
    try {
      Files.writeString(file, text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Map<String, byte[]> files() {
    Map<String, byte[]> files = new LinkedHashMap<>();
    files.put("plugin.properties", Trees.properties("clock", "1.0.0"));
    files.put("a.txt", "a".repeat(100).getBytes(UTF_8));
    files.put("lib/b.txt", "b".repeat(100).getBytes(UTF_8));
    return files;
  }
}

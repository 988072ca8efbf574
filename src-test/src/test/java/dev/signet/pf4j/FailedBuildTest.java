package dev.signet.pf4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.signet.testkit.TestHost;
import dev.signet.trust.TrustSource;
import dev.signet.trust.TrustStore;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Whatever a start fails of: no lock, no thread and no temporary folder stays behind. */
class FailedBuildTest {
  @TempDir private Path temp;
  private TestHost host;

  @BeforeEach
  void makeHost() {
    host = new TestHost(temp);
  }

  @AfterEach
  void closeHost() throws Exception {
    host.close();
  }

  static List<String> obstacles() {
    return List.of("lock", "ledger.lock", "index", "sealed");
  }

  @ParameterizedTest
  @MethodSource("obstacles")
  void build_whenAPartOfTheStateIsALink_letsGoOfTheOthers(String part) throws Exception {
    host.builder().build().close();
    Path file = host.state().resolve(part);
    Files.deleteIfExists(file);
    Files.createSymbolicLink(file, temp.resolve("elsewhere"));

    assertNothingStays(() -> host.builder().build());

    Files.delete(file);
    host.builder().build().close();
  }

  static Map<String, Throwable> failures() {
    return Map.of("exception", new IllegalStateException("broken"), "error", new LinkageError("x"));
  }

  static Stream<UnaryOperator<VerifyingPluginManager.Builder>> lateStages() {
    return failures().values().stream()
        .flatMap(
            failure ->
                Stream.<UnaryOperator<VerifyingPluginManager.Builder>>of(
                    builder -> builder.trust(failing(failure)),
                    builder -> builder.trust(failing(failure)).rescanEvery(Duration.ofDays(1)),
                    builder -> builder.trust(failing(failure)).jmx(),
                    builder -> builder.trust(failing(failure)).core(Path.of("."))));
  }

  @ParameterizedTest
  @MethodSource("lateStages")
  void build_whenTheTrustSourceFails_letsGoOfEverything(
      UnaryOperator<VerifyingPluginManager.Builder> setting) throws Exception {
    assertNothingStays(() -> setting.apply(host.builder()).build());

    host.builder().build().close();
  }

  @ParameterizedTest
  @MethodSource("lateStages")
  void build_whenItFailsWithoutAStateDirectory_leavesNoTemporaryFolder(
      UnaryOperator<VerifyingPluginManager.Builder> setting) throws Exception {
    assertNothingStays(
        () ->
            setting
                .apply(
                    VerifyingPluginManager.builder(host.plugins())
                        .require(dev.signet.policy.SignatureRequirement.ALL))
                .build());
  }

  static List<Duration> tooLong() {
    return List.of(
        ChronoUnit.FOREVER.getDuration(),
        Duration.ofSeconds(Long.MAX_VALUE),
        Duration.ofDays(300_000_000_000L),
        Duration.ofDays(36_501),
        Duration.ofDays(36_500).plusNanos(1));
  }

  @ParameterizedTest
  @MethodSource("tooLong")
  void rescanEvery_whenTooLong_namesTheSettingAndTheBound(Duration interval) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> host.builder().rescanEvery(interval))
        .withMessageContainingAll("rescanEvery", "36500 days");
  }

  @Test
  void rescanEvery_whenTheLongest_starts() {
    host.builder().rescanEvery(Duration.ofDays(36_500)).build().close();
  }

  private static void assertNothingStays(
      org.assertj.core.api.ThrowableAssert.ThrowingCallable build) throws IOException {
    Set<Path> folders = temporaryFolders();
    Set<String> threads = threads();

    assertThatThrownBy(build).isNotNull();

    assertThat(temporaryFolders()).isEqualTo(folders);
    assertThat(threads()).isEqualTo(threads);
  }

  private static Set<Path> temporaryFolders() throws IOException {
    try (Stream<Path> all = Files.list(Path.of(System.getProperty("java.io.tmpdir")))) {
      return all.filter(path -> path.getFileName().toString().startsWith("signet-state-"))
          .collect(Collectors.toSet());
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
  }

  private static Set<String> threads() {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(Thread::isAlive)
        .map(Thread::getName)
        .filter(name -> name.startsWith("signet"))
        .collect(Collectors.toSet());
  }

  private static TrustSource failing(Throwable failure) {
    return new TrustSource() {
      @Override
      public TrustStore current() {
        return TrustStore.builder().build();
      }

      @Override
      public Subscription onChange(Runnable listener) {
        if (failure instanceof Error error) {
          throw error;
        }
        throw (RuntimeException) failure;
      }
    };
  }
}

package dev.signet.report.store;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import dev.signet.policy.Decision;
import dev.signet.policy.ReleaseChannel;
import dev.signet.policy.SignaturePolicy;
import dev.signet.policy.SignatureRequirement;
import dev.signet.report.FailedScan;
import dev.signet.report.IntegrityResult;
import dev.signet.report.IntegrityState;
import dev.signet.report.RevocationFreshness;
import dev.signet.report.ScanTarget;
import dev.signet.report.ScanTrigger;
import dev.signet.testkit.LoggedEvents;
import dev.signet.testkit.Schemas;
import dev.signet.verdict.CoSigner;
import dev.signet.verdict.Finding;
import dev.signet.verdict.Reason;
import dev.signet.verdict.Remedy;
import dev.signet.verdict.Signer;
import dev.signet.verdict.Subject;
import dev.signet.verdict.Verdict;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The latest results: kept over restarts, and never in the host's way. */
class IntegrityResultsTest {
  private static final SignaturePolicy POLICY =
      SignaturePolicy.require(SignatureRequirement.ALL).channel(new ReleaseChannel("beta")).build();
  private static final Instant AT = Instant.parse("2026-11-22T12:00:00.123456789Z");
  private static final ScanTarget PLUGIN = ScanTarget.plugin(Path.of("/plugins/a.zip"));
  private static final ScanTarget CORE = ScanTarget.core(Path.of("/host"));
  private static final Signer SIGNER =
      new Signer("cn\u202e", "CN=I", "1f", "ab".repeat(32), AT, AT, "ecdsa-p384-sha384", "CN=R");

  /** What a JSON Schema is never asked about. */
  private static final List<String> NO_JSON =
      List.of(
          "",
          "{",
          "{\"version\":1,\"targets\":[],\"targets\":[]}",
          "{\"version\":1,\"targets\":[]} more");

  @TempDir private Path state;
  private LoggedEvents log;

  @BeforeEach
  void listen() {
    log = new LoggedEvents(IntegrityResults.class, Level.INFO);
  }

  @AfterEach
  void leave() {
    log.close();
  }

  @Test
  void results_whenRestarted_areTheSame() throws Exception {
    IntegrityResults results = IntegrityResults.in(state);
    IntegrityResult modified =
        result(PLUGIN, problems(3)).scanned(AT, ScanTrigger.RESCAN).refusedOnStable(true).build();
    results.record(modified);
    results.record(result(CORE, verified()).scanned(AT, ScanTrigger.CHECK).build());
    ScanTarget failing = ScanTarget.plugin(Path.of("/plugins/z\ud83d\ude00\n.jar"));
    results.recordFailure(failing, new FailedScan(AT, ScanTrigger.LOAD, "disk\ud800"));
    results.rescanned(AT);
    results.save();
    Schemas.RESULTS.assertDescribes(Files.readString(state.resolve("results.json")));

    IntegrityResults restored = IntegrityResults.in(state);

    assertThat(restored.states()).isEqualTo(results.states()).hasSize(3);
    assertThat(restored.states().get(0).target()).as("the host first").isEqualTo(CORE);
    assertThat(restored.find(PLUGIN).orElseThrow().result()).contains(modified);
    assertThat(restored.find(failing).orElseThrow().isNeverScanned()).isTrue();
    assertThat(restored.lastRescan()).contains(AT);
    assertThat(restored.problem()).isEmpty();
  }

  @Test
  void resultsOfLoading_whenRestartedWithTheSame_tellNobodyAndKeepTheRest() throws Exception {
    IntegrityResults results = IntegrityResults.in(state);
    ScanTarget other = ScanTarget.plugin(Path.of("/plugins/b.zip"));
    results.record(result(PLUGIN, verified()).scanned(AT, ScanTrigger.LOAD).build());
    results.record(result(other, problems(2)).scanned(AT, ScanTrigger.LOAD).build());
    results.record(result(CORE, verified()).scanned(AT, ScanTrigger.CHECK).build());
    results.rescanned(AT);
    results.save();
    Instant later = AT.plus(Duration.ofHours(2));

    IntegrityResults restored = IntegrityResults.in(state);
    assertThat(restored.record(result(PLUGIN, verified()).scanned(later, ScanTrigger.LOAD).build()))
        .isEmpty();
    restored.forget(other::equals);
    restored.saveAll();
    IntegrityResults again = IntegrityResults.in(state);
    assertThat(again.lastRescan()).contains(AT);
    assertThat(again.states()).isEqualTo(restored.states()).hasSize(2);
    assertThat(again.find(CORE)).isEqualTo(results.find(CORE));
    assertThat(again.find(PLUGIN).orElseThrow().result().orElseThrow().scannedAt())
        .isEqualTo(later);
  }

  @ParameterizedTest
  @ValueSource(strings = {"as it is", "without", "torn", "of other results"})
  void resultThatSaysSomethingElse_whenRestarted_isTold(String twin) throws Exception {
    IntegrityResults results = IntegrityResults.in(state);
    IntegrityResult before = result(PLUGIN, verified()).scanned(AT, ScanTrigger.LOAD).build();
    results.record(result(PLUGIN, problems(1)).scanned(AT, ScanTrigger.LOAD).build());
    results.save();
    Path parsed = state.resolve("results.parsed");
    byte[] others = Files.readAllBytes(parsed);
    results.record(before);
    results.save();
    switch (twin) {
      case "without" -> Files.delete(parsed);
      case "torn" -> Files.write(parsed, Arrays.copyOf(Files.readAllBytes(parsed), 100));
      case "of other results" -> Files.write(parsed, others);
      default -> assertThat(parsed).isRegularFile();
    }

    IntegrityResults restored = IntegrityResults.in(state);
    IntegrityResult now =
        result(PLUGIN, problems(1)).scanned(AT.plusSeconds(1), ScanTrigger.LOAD).build();
    assertThat(restored.record(now).orElseThrow().result()).contains(before);
    assertThat(restored.record(now)).as("the second time").isEmpty();
  }

  @Test
  void failureBefore_whenRestartedAndOver_isTold() {
    IntegrityResults results = IntegrityResults.in(state);
    IntegrityResult same = result(PLUGIN, verified()).scanned(AT, ScanTrigger.LOAD).build();
    results.record(same);
    results.recordFailure(PLUGIN, new FailedScan(AT, ScanTrigger.LOAD, "disk"));
    results.save();

    assertThat(IntegrityResults.in(state).record(same).orElseThrow().failure()).isPresent();
  }

  @Test
  void file_isItsOwnersAndAscii() throws Exception {
    IntegrityResults results = IntegrityResults.in(state);
    results.record(result(PLUGIN, verified()).build());
    results.save();

    Path file = state.resolve("results.json");
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
        .isEqualTo("rw-------");
    for (byte one : Files.readAllBytes(file)) {
      assertThat(one).isBetween((byte) '\n', (byte) '~');
    }
    assertThat(state).isDirectoryNotContaining("glob:**/.signet-*");
  }

  @Test
  void resultOfLoading_whenItSaysTheSameAsBefore_isWrittenAtTheEndOnceAnHour() throws Exception {
    IntegrityResults results = IntegrityResults.in(state);
    results.record(result(PLUGIN, verified()).scanned(AT, ScanTrigger.LOAD).build());
    results.save();
    byte[] before = Files.readAllBytes(state.resolve("results.json"));
    for (Duration soon : List.of(Duration.ofMinutes(20), Duration.ofMinutes(59))) {
      results.record(result(PLUGIN, verified()).scanned(AT.plus(soon), ScanTrigger.LOAD).build());
      results.saveAll();
      IntegrityResults restarted = IntegrityResults.in(state);
      restarted.record(result(PLUGIN, verified()).scanned(AT.plus(soon), ScanTrigger.LOAD).build());
      restarted.saveAll();
      assertThat(Files.readAllBytes(state.resolve("results.json"))).isEqualTo(before);
    }
    Instant later = AT.plus(Duration.ofHours(1));

    results.record(result(PLUGIN, verified()).scanned(later, ScanTrigger.LOAD).build());
    results.save();
    assertThat(Files.readAllBytes(state.resolve("results.json"))).isEqualTo(before);
    assertThat(results.find(PLUGIN).orElseThrow().result().orElseThrow().scannedAt())
        .isEqualTo(later);
    results.saveAll();
    assertThat(IntegrityResults.in(state).find(PLUGIN)).isEqualTo(results.find(PLUGIN));

    for (IntegrityResult other :
        List.of(
            result(PLUGIN, problems(1)).scanned(later, ScanTrigger.LOAD).build(),
            result(PLUGIN, verified()).scanned(later, ScanTrigger.LOAD).build(),
            result(PLUGIN, verified()).scanned(later, ScanTrigger.RESCAN).build(),
            result(PLUGIN, verified()).scanned(later.plusSeconds(1), ScanTrigger.RESCAN).build(),
            result(PLUGIN, verified())
                .scanned(later, ScanTrigger.LOAD)
                .checkingOff(true)
                .build())) {
      results.record(other);
      results.save();
      assertThat(IntegrityResults.in(state).find(PLUGIN)).isEqualTo(results.find(PLUGIN));
    }
  }

  @Test
  void expectedTarget_isNeverScannedWhichIsNotPassed() {
    IntegrityResults results = IntegrityResults.inMemory();
    results.expect(List.of(PLUGIN));

    IntegrityState seen = results.find(PLUGIN).orElseThrow();
    assertThat(seen.isNeverScanned()).isTrue();
    assertThat(seen.name()).isEqualTo("a.zip");
    results.record(result(PLUGIN, verified()).build());
    results.expect(List.of(PLUGIN));
    assertThat(results.find(PLUGIN).orElseThrow().isNeverScanned()).isFalse();
    results.forget(PLUGIN::equals);
    assertThat(results.states()).isEmpty();
  }

  @Test
  void manyFindings_areKeptAsAShareOfWhichEachReasonIsPart() {
    IntegrityResults results = IntegrityResults.in(state);
    List<Finding> many = new ArrayList<>(problems(3_000).verdict().findings());
    many.add(Finding.at(Reason.EXTRA_FILE, "zzz", "One more."));
    Decision decision = decide(many);
    IntegrityResult whole = result(PLUGIN, decision).build();
    results.record(whole);
    results.save();

    IntegrityResult kept =
        IntegrityResults.in(state).find(PLUGIN).orElseThrow().result().orElseThrow();

    assertThat(kept.verdict().findings()).hasSize(1_000);
    assertThat(kept.omittedFindings()).isEqualTo(2_001);
    assertThat(kept.reasons())
        .containsExactly(Reason.INVALID_HASH, Reason.EXTRA_FILE, Reason.DOWNGRADE);
    assertThat(kept.word()).isEqualTo(whole.word());
    assertThat(kept.tellsTheSameAs(whole)).isTrue();
    assertThat(whole.tellsTheSameAs(kept)).isTrue();
    assertThat(whole.tellsTheSameAs(result(PLUGIN, problems(3_000)).build())).isFalse();
  }

  @Test
  void tooMuchForOneFile_isKeptInSmallerShares() throws Exception {
    IntegrityResults results = IntegrityResults.in(state);
    Decision long1000 = decide(longProblems());
    for (int i = 0; i < 20; i++) {
      results.record(result(ScanTarget.plugin(Path.of("/plugins/" + i)), long1000).build());
    }
    results.save();

    assertThat(Files.size(state.resolve("results.json"))).isLessThan(16 << 20);
    assertThat(IntegrityResults.in(state).states())
        .hasSize(20)
        .allSatisfy(
            kept -> assertThat(kept.result().orElseThrow().omittedFindings()).isEqualTo(900));
    assertThat(results.problem()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "{",
        "[]",
        "{\"version\":2,\"targets\":[]}",
        "{\"version\":\"1\",\"targets\":[]}",
        "{\"version\":1}",
        "{\"version\":1,\"targets\":[{\"kind\":\"PLUGIN\",\"source\":\"relative\"}]}",
        "{\"version\":1,\"targets\":[{\"kind\":\"NONE\",\"source\":\"/a\"}]}",
        "{\"version\":1,\"targets\":[{\"kind\":\"PLUGIN\",\"source\":\"/a\\u0000\"}]}",
        "{\"version\":1,\"targets\":[{\"kind\":\"PLUGIN\",\"source\":\"/a\",\"result\":7}]}",
        "{\"version\":1,\"lastRescan\":\"yesterday\",\"targets\":[]}",
        "{\"version\":1,\"lastRescan\":\"+1000000000-12-31T23:59:59Z\",\"targets\":[]}",
        "{\"version\":1,\"targets\":[],\"targets\":[]}",
        "{\"version\":1,\"targets\":[]} more"
      })
  void damagedFile_isReportedAndPutAside(String content) throws Exception {
    Path file = Files.writeString(state.resolve("results.json"), content);

    IntegrityResults results = IntegrityResults.in(state);

    assertThat(results.states()).isEmpty();
    assertThat(results.problem().orElseThrow()).contains("results.json", "never scanned");
    if (!NO_JSON.contains(content)) {
      assertThat(Schemas.RESULTS.problems(content)).isNotEmpty();
    }
    assertThat(file).doesNotExist();
    assertThat(state.resolve("results-damaged.json")).hasContent(content);
    assertThat(log.events())
        .singleElement()
        .satisfies(event -> assertThat(event.getLevel()).isEqualTo(Level.ERROR));
    results.record(result(PLUGIN, verified()).build());
    results.save();
    assertThat(IntegrityResults.in(state).states()).hasSize(1);
    assertThat(IntegrityResults.in(state).problem()).isEmpty();
  }

  /** Others could have written what an administrator is then shown. */
  @ParameterizedTest
  @ValueSource(strings = {"a link", "rw-rw-rw-", "rw-rw----", "rw-----w-"})
  void file_whenOthersMayHaveWrittenIt_isReportedAndPutAside(String how) throws Exception {
    IntegrityResults before = IntegrityResults.in(state);
    before.record(result(PLUGIN, verified()).build());
    before.save();
    Path file = state.resolve("results.json");
    if (how.equals("a link")) {
      Path elsewhere = Files.move(file, state.resolve("elsewhere.json"));
      Files.createSymbolicLink(file, elsewhere);
    } else {
      Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(how));
    }

    IntegrityResults results = IntegrityResults.in(state);

    assertThat(results.states()).isEmpty();
    assertThat(results.problem().orElseThrow())
        .contains("results.json", how.equals("a link") ? "is a link" : "others can write to it")
        .contains("never scanned", "results-damaged.json")
        .doesNotContain("Exception");
    assertThat(file).doesNotExist();
  }

  @Test
  void everyCutOffFile_isReportedAndPutAside() throws Exception {
    IntegrityResults results = IntegrityResults.in(state);
    results.record(result(PLUGIN, problems(1)).build());
    results.record(result(CORE, verified()).build());
    results.save();
    Path file = state.resolve("results.json");
    String whole = Files.readString(file, StandardCharsets.US_ASCII);

    for (int length = 0; length < whole.length(); length += 7) {
      Files.writeString(file, whole.substring(0, length));
      IntegrityResults damaged = IntegrityResults.in(state);
      assertThat(damaged.problem()).as("%s characters", length).isPresent();
      assertThat(damaged.states()).isEmpty();
    }
  }

  @Test
  void link_isNotFollowed() throws Exception {
    Path elsewhere = Files.writeString(state.resolve("other"), "{\"version\":1,\"targets\":[]}");
    Files.createSymbolicLink(state.resolve("results.json"), elsewhere);

    IntegrityResults results = IntegrityResults.in(state);

    assertThat(results.problem()).isPresent();
    assertThat(elsewhere).exists();
    assertThat(state.resolve("results.json")).doesNotExist();
  }

  @Test
  @Timeout(10)
  void pipe_isNotWaitedFor() throws Exception {
    Path pipe = state.resolve("results.json");
    assertThat(new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor()).isZero();

    assertThat(IntegrityResults.in(state).problem()).isPresent();
    assertThat(pipe).doesNotExist();
  }

  @Test
  void diskThatFails_isSaidOnceAndTriedAgain() throws Exception {
    Path folder = Files.createDirectory(state.resolve("gone"));
    IntegrityResults results = IntegrityResults.in(folder);
    Files.delete(folder);
    results.record(result(PLUGIN, verified()).build());

    results.save();
    results.save();

    assertThat(results.problem().orElseThrow()).contains("cannot be kept");
    assertThat(log.messages()).hasSize(1);
    assertThat(results.states()).hasSize(1);
    Files.createDirectory(folder);
    results.save();
    assertThat(results.problem()).isEmpty();
    assertThat(IntegrityResults.in(folder).states()).hasSize(1);
  }

  @Test
  void save_whenNothingHasChanged_writesNothing() throws Exception {
    IntegrityResults results = IntegrityResults.in(state);
    results.record(result(PLUGIN, verified()).build());
    results.save();
    Files.delete(state.resolve("results.json"));

    results.save();

    assertThat(state.resolve("results.json")).doesNotExist();
  }

  @Test
  void key_isTheSameForOneTargetAndSafeInAnAddress() {
    assertThat(PLUGIN.key())
        .matches("[0-9a-f]{32}")
        .isEqualTo(ScanTarget.plugin(PLUGIN.path()).key());
    assertThat(ScanTarget.core(PLUGIN.path()).key()).isNotEqualTo(PLUGIN.key());
  }

  private static IntegrityResult.Builder result(ScanTarget target, Decision decision) {
    return IntegrityResult.of(target, decision)
        .lists(new RevocationFreshness(2, Optional.of(AT), false, Optional.empty()))
        .scanned(AT, ScanTrigger.LOAD);
  }

  private static Decision verified() {
    Finding notice = Finding.of(Reason.EXPIRES_SOON, "Soon.").asNotice();
    return POLICY.decide(
        Verdict.of(
            new Subject("a\u0007", "1.0", "d"),
            List.of(notice),
            Optional.of(SIGNER),
            List.of(new CoSigner("store\n", "CN=ca", "ef".repeat(32), AT, List.of(notice)))));
  }

  private static Decision problems(int count) {
    List<Finding> findings = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      findings.add(
          new Finding(
              Reason.INVALID_HASH,
              Finding.Severity.PROBLEM,
              String.format(java.util.Locale.ROOT, "f%05d", i),
              "ab".repeat(64),
              "cd".repeat(64),
              "It differs."));
    }
    return decide(findings);
  }

  private static List<Finding> longProblems() {
    List<Finding> findings = new ArrayList<>();
    for (int i = 0; i < 1_000; i++) {
      findings.add(Finding.at(Reason.UNSAFE_PATH, "p" + i + "x".repeat(900), "It leaves."));
    }
    return findings;
  }

  private static Decision decide(List<Finding> findings) {
    return POLICY.weigh(
        POLICY.decide(Verdict.of(new Subject("a", "1.0", "d"), findings, Optional.of(SIGNER))),
        Finding.of(Reason.DOWNGRADE, "There was 2.0.")
            .withRemedy(new Remedy("Wait\u0007.", "Go on.")));
  }
}

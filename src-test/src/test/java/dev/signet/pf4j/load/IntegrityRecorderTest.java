package dev.signet.pf4j.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.when;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.spi.ILoggingEvent;
import dev.signet.pf4j.PluginAdmission;
import dev.signet.policy.Decision;
import dev.signet.policy.SignaturePolicy;
import dev.signet.policy.SignatureRequirement;
import dev.signet.report.IntegrityListener;
import dev.signet.report.IntegrityResult;
import dev.signet.report.IntegrityState;
import dev.signet.report.ScanTarget;
import dev.signet.report.ScanTrigger;
import dev.signet.report.store.IntegrityResults;
import dev.signet.testkit.LoggedEvents;
import dev.signet.testkit.PluginAuthor;
import dev.signet.verdict.Finding;
import dev.signet.verdict.Reason;
import dev.signet.verdict.Signer;
import dev.signet.verdict.Subject;
import dev.signet.verdict.Verdict;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is logged and told of results: changes, each once, and nothing that does harm. */
class IntegrityRecorderTest {
  private static final SignaturePolicy POLICY =
      SignaturePolicy.require(SignatureRequirement.ALL).build();
  private static final Path SOURCE = Path.of("/plugins/a\nb\u202e.zip");
  private static final ScanTarget TARGET = ScanTarget.plugin(SOURCE);
  private static final Instant NOW = Instant.parse("2026-11-22T12:00:00Z");

  @TempDir private Path state;
  private final Engine gate = mock(Engine.class);
  private final List<String> told = new ArrayList<>();
  private LoggedEvents log;
  private IntegrityRecorder recorder;

  @BeforeEach
  void listen() {
    log = new LoggedEvents(PluginAdmission.class, Level.INFO);
    when(gate.policy()).thenReturn(POLICY);
    when(gate.trust()).thenReturn(PluginAuthor.trusting(PluginAuthor.authority("Recorder Root")));
    when(gate.now()).thenReturn(NOW);
    recorder = recorder(IntegrityResults.in(state));
  }

  @AfterEach
  void leave() {
    log.close();
  }

  @Test
  void refusal_isLoggedOnceOnOneEscapedLineWithReasonAndRemedy() {
    load(refusal("It is \u001b[2Jbroken\nhere."));
    load(refusal("It is \u001b[2Jbroken\nhere."));

    assertThat(log.events()).hasSize(1);
    assertThat(log.events().get(0).getLevel()).isEqualTo(Level.WARN);
    assertThat(log.messages().get(0))
        .startsWith("Refused ")
        .contains("a\\u000ab\\u202e.zip", "MALFORMED_ARCHIVE", "\\u001b[2Jbroken")
        .contains(Reason.MALFORMED_ARCHIVE.remedy().forAdministrator())
        .doesNotContain("\n", "\u001b", "\u202e");
  }

  @Test
  void refusal_hasAFieldForEachFactAndNoneOfThemDoesHarm() {
    Subject subject = new Subject("evil\u001b]0;x\u0007", "1\n2", "");
    Decision decision =
        POLICY.decide(
            Verdict.of(
                subject,
                List.of(Finding.at(Reason.UNSAFE_PATH, "\u202e<b>", "It leaves.")),
                Optional.empty()));

    load(decision);

    ILoggingEvent event = log.events().get(0);
    assertThat(LoggedEvents.field(event, "plugin")).isEqualTo("evil\\u001b]0;x\\u0007");
    assertThat(LoggedEvents.field(event, "version")).isEqualTo("1\\u000a2");
    assertThat(LoggedEvents.field(event, "source")).contains("a\\u000ab\\u202e.zip");
    assertThat(LoggedEvents.field(event, "verdict")).isEqualTo("invalid");
    assertThat(LoggedEvents.field(event, "action")).isEqualTo("REFUSE");
    assertThat(LoggedEvents.field(event, "reasons")).isEqualTo("UNSAFE_PATH");
    assertThat(LoggedEvents.field(event, "running")).isEqualTo("false");
  }

  @Test
  void refusalForAnotherCause_isLoggedAgain() {
    load(refusal("One."));
    load(refusal("Another."));

    assertThat(log.events()).hasSize(2);
  }

  @Test
  void refusal_whenItDiffersInTimesOnly_isNoChange() {
    load(refusal("It was due at 2026-11-22T12:00:00Z, in /tmp/signet-123."));
    load(refusal("It was due at 2026-11-23T09:30:01Z, in /tmp/signet-99876."));

    assertThat(log.events()).hasSize(1);
    recorder.flush();
    assertThat(told).hasSize(1);
  }

  @Test
  void refusal_whenRestarted_isNoNews() {
    load(refusal("It is broken."));
    recorder.flush();

    recorder = recorder(IntegrityResults.in(state));
    load(refusal("It is broken."));
    recorder.flush();

    assertThat(log.events()).hasSize(1);
    assertThat(told).containsExactly("result none REFUSE");
  }

  @Test
  void plugin_whenPutInOrder_isSaidAndToldOnce() {
    load(refusal("It is broken."));
    load(verified());
    load(verified());
    recorder.flush();

    assertThat(log.messages()).hasSize(2);
    assertThat(log.messages().get(1)).endsWith("is now in order");
    assertThat(told).containsExactly("result none REFUSE", "result REFUSE ADMIT");
  }

  @Test
  void failedScan_leavesTheResultAndIsSaidOncePerCause() {
    load(verified());
    for (int i = 0; i < 2; i++) {
      recorder.record(
          TARGET,
          ScanTrigger.RESCAN,
          POLICY.refuseUnseen(Finding.of(Reason.IO_ERROR, "The disk \nis gone, at " + i + ".")));
    }

    IntegrityState kept = recorder.results().find(TARGET).orElseThrow();
    assertThat(kept.result().map(IntegrityResult::word)).contains("verified");
    assertThat(kept.failure().orElseThrow().cause()).contains("The disk");
    assertThat(kept.failure().orElseThrow().at()).isEqualTo(NOW);
    assertThat(kept.needsAttention()).isTrue();
    assertThat(log.messages())
        .singleElement()
        .satisfies(line -> assertThat(line).startsWith("Cannot check ").doesNotContain("\n"));
    recorder.flush();
    assertThat(told).containsExactly("result none ADMIT", "failed ADMIT");

    load(verified());

    assertThat(recorder.results().find(TARGET).orElseThrow().failure()).isEmpty();
    assertThat(log.messages().get(1)).endsWith("is now in order");
  }

  @Test
  void defect_isAFailedScanAndNoResult() {
    recorder.fail(TARGET, ScanTrigger.RESCAN, new IllegalStateException("a defect"));

    IntegrityState kept = recorder.results().find(TARGET).orElseThrow();
    assertThat(kept.isNeverScanned()).isTrue();
    assertThat(kept.failure().orElseThrow().cause()).contains("a defect");
    assertThat(recorder.failures()).isEqualTo(1);
    assertThat(recorder.scans()).isZero();
  }

  @Test
  void reassessmentOfOtherBytesThanThoseScannedLast_isNoResultOfTheSource() {
    load(verified());
    recorder.record(TARGET, ScanTrigger.REASSESSMENT, refusal("of what is loaded"));

    assertThat(recorder.results().find(TARGET).orElseThrow().needsAttention()).isFalse();
  }

  @Test
  void listenerThatThrows_keepsNobodyElseFromKnowing() {
    IntegrityListener broken =
        new IntegrityListener() {
          @Override
          public void decisionChanged(String id, Decision before, Decision now) {}

          @Override
          public void resultChanged(Optional<IntegrityResult> before, IntegrityState now) {
            throw new IllegalStateException("the listener's own fault");
          }
        };
    recorder = new IntegrityRecorder(gate, List.of(broken, new Telling()), new LoadedPlugins());

    load(verified());
    recorder.flush();

    assertThat(told).hasSize(1);
  }

  @Test
  void recorder_whenEnded_notesNothing() {
    recorder.close();

    load(refusal("It was interrupted."));

    assertThat(recorder.results().states()).isEmpty();
    assertThat(log.events()).isEmpty();
  }

  @Test
  void decisions_areOfTheMomentAndCannotBeChanged() {
    LatestDecisions decisions = new LatestDecisions(recorder);
    decisions.record(SOURCE, refusal("One."));
    var before = decisions.all();
    decisions.retain(Set.of());

    assertThat(before).hasSize(1).isUnmodifiable();
    assertThat(decisions.all()).isEmpty();
    assertThat(decisions.refusals()).isEmpty();
    assertThat(recorder.results().states()).isEmpty();
    assertThat(Files.exists(state.resolve("results.json"))).isFalse();
  }

  private void load(Decision decision) {
    recorder.record(TARGET, ScanTrigger.LOAD, decision);
  }

  private IntegrityRecorder recorder(IntegrityResults results) {
    when(gate.results()).thenReturn(results);
    return new IntegrityRecorder(gate, List.of(new Telling()), new LoadedPlugins());
  }

  private static Decision refusal(String detail) {
    return POLICY.refuseUnseen(Finding.of(Reason.MALFORMED_ARCHIVE, detail));
  }

  private static Decision verified() {
    Signer signer =
        new Signer("a", "CN=I", "1", "ab".repeat(32), NOW, NOW, "ecdsa-p384-sha384", "CN=R");
    return POLICY.decide(Verdict.of(new Subject("a", "1.0", "d"), List.of(), Optional.of(signer)));
  }

  private final class Telling implements IntegrityListener {
    @Override
    public void decisionChanged(String pluginId, Decision before, Decision now) {
      throw new AssertionError("nothing is loaded here");
    }

    @Override
    public void resultChanged(Optional<IntegrityResult> before, IntegrityState now) {
      told.add(
          "result "
              + before.map(result -> result.action().name()).orElse("none")
              + " "
              + now.result().orElseThrow().action());
    }

    @Override
    public void scanFailed(IntegrityState now) {
      told.add("failed " + now.result().map(result -> result.action().name()).orElse("none"));
    }
  }
}

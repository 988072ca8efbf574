package dev.signet.sample.host;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signet.policy.Decision;
import dev.signet.policy.ReleaseChannel;
import dev.signet.verdict.Finding;
import dev.signet.verdict.Reason;
import dev.signet.verdict.Subject;
import dev.signet.verdict.Verdict;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class PluginStatusTest {
  private static final Path SOURCE = Path.of("plugins", "clock.zip");

  @Test
  void refusedPlugin_carriesCodePathAndRemedy() {
    PluginStatus status =
        status(
            new Subject("clock", "1.0", ""), Finding.at(Reason.EXTRA_FILE, "a.txt", "not signed"));
    assertThat(status.isRefused()).isTrue();
    assertThat(status.verdict()).isEqualTo("modified");
    assertThat(status.why()).containsExactly("EXTRA_FILE: a.txt");
    assertThat(status.whatToDo()).containsExactly(Reason.EXTRA_FILE.remedy().forAdministrator());
  }

  @Test
  void pluginWithoutId_isCalledByItsFile() {
    PluginStatus status = status(Subject.UNKNOWN, Finding.of(Reason.MALFORMED_ARCHIVE, "cut off"));
    assertThat(status.plugin()).isEqualTo("clock.zip");
    assertThat(status.version()).isEqualTo("-");
    assertThat(status.signer()).isEqualTo("-");
  }

  @Test
  void sameRemedy_isGivenOnce() {
    PluginStatus status =
        status(
            Subject.UNKNOWN,
            Finding.at(Reason.EXTRA_FILE, "a", "not signed"),
            Finding.at(Reason.EXTRA_FILE, "b", "not signed"));
    assertThat(status.whatToDo()).hasSize(1);
  }

  @Test
  void manyFindings_areCounted() {
    Finding[] findings =
        IntStream.range(0, 1000)
            .mapToObj(i -> Finding.at(Reason.EXTRA_FILE, "file" + i, "not signed"))
            .toArray(Finding[]::new);
    assertThat(status(Subject.UNKNOWN, findings).why()).hasSize(7).last().isEqualTo("and 994 more");
  }

  @Test
  void textsOfTheBundle_cannotSteerTheTerminal() {
    PluginStatus status =
        status(
            new Subject("\u001b[2Jclock", "1\u202e0", ""),
            Finding.at(Reason.EXTRA_FILE, "a\nb\u001b[31m", "not signed"));
    assertThat(status.plugin() + status.version() + status.why())
        .doesNotContain("\u001b", "\u202e", "\n")
        .contains("\\u001b");
  }

  private static PluginStatus status(Subject subject, Finding... findings) {
    Verdict verdict = Verdict.of(subject, List.of(findings), Optional.empty());
    return PluginStatus.of(
        SOURCE,
        new Decision(
            Decision.Action.REFUSE, verdict, List.of(), ReleaseChannel.STABLE, "It is refused."));
  }
}

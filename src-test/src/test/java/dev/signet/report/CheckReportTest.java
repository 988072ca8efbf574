package dev.signet.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signet.policy.Decision;
import dev.signet.policy.EnforcementRules;
import dev.signet.policy.ReleaseChannel;
import dev.signet.testkit.Reports;
import dev.signet.verdict.Audience;
import dev.signet.verdict.Finding;
import dev.signet.verdict.Reason;
import dev.signet.verdict.Remedy;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class CheckReportTest {
  private static final Set<Audience> BOTH = EnumSet.allOf(Audience.class);

  private static List<String> lines(Set<Audience> readers, Finding... findings) {
    Decision decision = Reports.decision(Decision.Action.REFUSE, "clock", findings);
    return new CheckReport(
            new TextStyle(false), EnforcementRules.of(ReleaseChannel.STABLE), readers)
        .lines(new CheckedBundle(Path.of("clock.jar"), decision.verdict()));
  }

  @ParameterizedTest
  @EnumSource(Reason.class)
  void linesForTheAuthor_endWithWhatTheAuthorCanDo(Reason reason) {
    Finding finding = Finding.of(reason, "Because.");
    for (Finding told : List.of(finding, finding.asNotice())) {
      List<String> lines = lines(EnumSet.of(Audience.AUTHOR), told);
      assertThat(lines).last().isEqualTo("    to do: " + reason.remedy().forAuthor());
      assertThat(String.join("\n", lines).toLowerCase(Locale.ROOT))
          .doesNotContain("ask the author");
    }
  }

  @Test
  void linesForBoth_tellThemApart() {
    Finding finding =
        Finding.of(Reason.IO_ERROR, "Because.").withRemedy(new Remedy("Wait.", "Go."));
    assertThat(lines(BOTH, finding)).endsWith("    to do: Wait.", "    by its author: Go.");
  }

  @Test
  void linesForBoth_whenBothCanDoTheSame_tellItOnce() {
    Finding finding = Finding.of(Reason.IO_ERROR, "Because.").withRemedy("Wait.");
    assertThat(lines(BOTH, finding)).endsWith("    Because.", "    to do: Wait.");
  }

  @Test
  void lines_whenCausesOfOneReasonDiffer_tellUpToThreeRemediesOnce() {
    Finding[] findings = new Finding[8];
    for (int i = 0; i < findings.length; i++) {
      findings[i] =
          Finding.at(Reason.IO_ERROR, "f" + i, "Because.").withRemedy("Do " + i / 2 + ".");
    }
    assertThat(lines(BOTH, findings)).endsWith("    to do: Do 0. Do 1. Do 2.");
  }

  @Test
  void lines_whenARemedyNamesSomethingHostile_areHarmless() {
    Finding finding =
        Finding.of(Reason.IO_ERROR, "Because.").withRemedy("Move " + Reports.HOSTILE + ".");
    assertThat(lines(BOTH, finding)).noneMatch(line -> line.matches("(?s).*[\\p{Cntrl}\u202e].*"));
  }
}

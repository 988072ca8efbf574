package dev.signet.verdict;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

class RemedyTest {
  /** What the author of a bundle cannot do about it: these are for somebody else. */
  private static final String[] NOT_FOR_AUTHORS = {
    "ask the author",
    "the author's original",
    "its original release",
    "this host",
    "host's configuration",
    "trust folder",
    "install a release",
    "somebody else's code",
    "download the release"
  };

  static Stream<Arguments> everyReasonForEveryReader() {
    return Stream.of(Reason.values())
        .flatMap(
            reason -> Stream.of(Audience.values()).map(reader -> Arguments.of(reason, reader)));
  }

  @ParameterizedTest
  @MethodSource("everyReasonForEveryReader")
  void remedyOfAnyReasonForAnyReader_isOneOrMoreSentences(Reason reason, Audience reader) {
    assertThat(Finding.of(reason, "Because.").remedy(reader)).matches("[A-Z].{20,200}\\.");
  }

  /** What no core can have, since it is about plugins beside each other. */
  private static final Set<Reason> OF_PLUGINS_ONLY =
      EnumSet.of(
          Reason.MALFORMED_ARCHIVE,
          Reason.DESCRIPTOR_MISMATCH,
          Reason.NOT_RUNNABLE,
          Reason.DOWNGRADE,
          Reason.SIGNATURE_DROPPED,
          Reason.KEY_CHANGED,
          Reason.RELEASE_CHANGED,
          Reason.DEPENDENCY_REFUSED,
          Reason.DEPENDENCY_UNMET,
          Reason.HOST_VERSION_UNMET,
          Reason.LESS_TRUSTED_DEPENDENCY,
          Reason.DUPLICATE_ID,
          Reason.DEVELOPMENT_MODE);

  @ParameterizedTest
  @MethodSource("everyReasonForEveryReader")
  void remedyOfTheCore_whenOfAnyReason_speaksOfTheHostAlone(Reason reason, Audience reader) {
    String remedy = Finding.of(reason, "Because.").ofCore().remedy(reader);

    assertThat(remedy).matches("[A-Z].{20,260}\\.");
    if (!OF_PLUGINS_ONLY.contains(reason)) {
      assertThat(remedy.replace("signet-maven-plugin", "").replace("authorit", ""))
          .doesNotContain("plugin", "its author", "the author", "refuse", "this release; remove");
    }
  }

  @Test
  void finding_whenTolerated_needsNothingDone() {
    Finding tolerated = Finding.at(Reason.INVALID_HASH, "a", "Changed.").toleratedOnPurpose();

    assertThat(tolerated.isProblem()).isFalse();
    assertThat(tolerated.detail()).isEqualTo("Changed. The host puts up with it on purpose.");
    assertThat(tolerated.remedy(Audience.ADMINISTRATOR)).isEmpty();
    assertThat(tolerated.ofCore().remedy(Audience.AUTHOR)).isEmpty();
  }

  @ParameterizedTest
  @EnumSource(Reason.class)
  void remedyForTheAuthor_isWhatAnAuthorCanDo(Reason reason) {
    assertThat(reason.remedy().forAuthor().toLowerCase(Locale.ROOT))
        .doesNotContain(NOT_FOR_AUTHORS);
  }

  @ParameterizedTest
  @MethodSource("everyReasonForEveryReader")
  void remedy_whenTheCauseHasItsOwn_isThatOfTheCause(Reason reason, Audience reader) {
    Finding finding = Finding.at(reason, "a", "Because.").withRemedy("Move a up.");
    assertThat(finding.remedy(reader)).isEqualTo("Move a up.");
    assertThat(finding.asNotice().remedy(reader)).isEqualTo("Move a up.");
  }

  @Test
  void remedy_whenReadersDiffer_isEachOnesOwn() {
    Finding finding =
        Finding.of(Reason.IO_ERROR, "Because.").withRemedy(new Remedy("Wait.", "Go."));
    assertThat(finding.remedy(Audience.ADMINISTRATOR)).isEqualTo("Wait.");
    assertThat(finding.remedy(Audience.AUTHOR)).isEqualTo("Go.");
  }

  @Test
  void findings_whenOnlyTheirRemediesDiffer_areNotEqual() {
    Finding finding = Finding.of(Reason.IO_ERROR, "Because.");
    assertThat(finding.withRemedy("Wait.")).isNotEqualTo(finding);
    assertThat(finding.withRemedy("Wait.")).isEqualTo(finding.withRemedy("Wait."));
  }
}

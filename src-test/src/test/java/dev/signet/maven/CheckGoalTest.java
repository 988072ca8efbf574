package dev.signet.maven;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.signet.policy.ReleaseChannel;
import dev.signet.report.CheckReport;
import dev.signet.report.CheckedBundle;
import dev.signet.report.TextStyle;
import dev.signet.testkit.Trees;
import dev.signet.verdict.Audience;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CheckGoalTest {
  @TempDir private static Path temp;
  private static MavenAuthor author;
  private static Path modified;
  private static MavenKit.Log log;

  @BeforeAll
  static void build() throws Exception {
    author = MavenAuthor.in(temp.resolve("keys"));
    Cases cases = new Cases(new MavenKit(temp), temp);
    String trust = author.trust();
    modified = cases.add("modified", "check", trust).resolve("hello");
    author.sign(modified);
    Trees.write(modified.resolve("classes/a.txt"), "other".getBytes(UTF_8));
    author.sign(cases.add("expected-id", "check", trust + "<id>other</id>").resolve("hello"));
    cases.add("unsigned", "check", trust + "<channel>nightly</channel>");
    cases.add("tolerated", "check", trust + "<failOn>never</failOn>");
    addLists(cases);
    Path several =
        cases.add("several", List.of("check"), trust, List.of("good", "unsigned", "bad.zip"));
    author.sign(Trees.folder(several.resolve("good"), Cases.files()));
    Trees.folder(several.resolve("unsigned"), Cases.files());
    Trees.write(several.resolve("bad.zip"), "no zip".getBytes(UTF_8));
    cases.add("no-trust", "check", "");
    cases.add("missing-trust", "check", "<trust><file>none.crt</file></trust>");
    cases.add("fail-on", "check", trust + "<failOn>sometimes</failOn>");
    cases.add("profile", "check", trust + "<profile>other</profile>");
    log = cases.run();
  }

  /** Of a revocation list that is out of date a host gives notice; of a revoked key, more. */
  private static void addLists(Cases cases) throws Exception {
    String stale = author.trust() + "<crl><file>" + author.staleList() + "</file></crl>";
    author.sign(cases.add("noticed", "check", stale).resolve("hello"));
    author.sign(
        cases.add("fails-on-notice", "check", stale + "<failOn>notice</failOn>").resolve("hello"));
    String revoking = author.trust() + "<crl><file>" + author.revokingList() + "</file></crl>";
    author.sign(cases.add("revoked", "check", revoking).resolve("hello"));
  }

  @Test
  void check_whenAFileWasChanged_failsAndPrintsWhatTheCommandPrints() throws Exception {
    CheckReport report =
        new CheckReport(new TextStyle(false), ReleaseChannel.STABLE, EnumSet.of(Audience.AUTHOR));
    List<String> lines = report.lines(new CheckedBundle(modified, author.verdict(modified)));

    assertThat(log.hasFailed("modified")).isTrue();
    assertThat(log.of("modified").lines()).containsAll(lines);
    assertThat(lines).anyMatch(line -> line.contains("INVALID_HASH"));
    assertThat(log.failure("modified")).contains(modified.toString(), "classes/a.txt");
  }

  @ParameterizedTest
  @CsvSource({
    "unsigned, MISSING_SIGNATURE",
    "expected-id, DESCRIPTOR_MISMATCH",
    "revoked, REVOKED",
    "fails-on-notice, REVOCATION_UNAVAILABLE"
  })
  void check_whenItFails_printsTheCode(String module, String code) {
    assertThat(log.hasFailed(module)).isTrue();
    assertThat(log.of(module)).contains(code);
  }

  @Test
  void check_whenAChannelIsNamed_tellsItsDecisionAndGoesByStable() {
    assertThat(log.of("unsigned"))
        .contains("on stable  refused", "admitted with a warning (channel 'nightly')");
  }

  @ParameterizedTest
  @ValueSource(strings = {"tolerated", "noticed"})
  void check_whenItNeedNotFail_printsAllTheSame(String module) {
    assertThat(log.hasFailed(module)).isFalse();
    assertThat(log.of(module)).contains("on stable  ", "elsewhere  ");
  }

  @Test
  void check_whenThereAreSeveral_checksThemAll() {
    assertThat(log.of("several")).contains("verified  hello", "unsigned  hello", "bad.zip");
    assertThat(log.failure("several"))
        .contains("several/unsigned: ", "several/bad.zip: ")
        .doesNotContain("several/good");
  }

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '"',
      value = {
        "no-trust, <trust> is missing, name the certificate",
        "missing-trust, none.crt, correct the path",
        "fail-on, <failOn>: 'sometimes', \"refusal, notice, never\"",
        "profile, <profile>: 'other', \"standard, nextcloud\""
      })
  void check_whenItCannot_namesWhatAndRemedy(String module, String what, String remedy) {
    assertThat(log.failure(module)).contains(what, remedy).doesNotContain("Exception");
  }
}

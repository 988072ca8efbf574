package dev.signet.report;

import static dev.signet.testkit.Reports.changed;
import static dev.signet.testkit.Reports.cosigned;
import static dev.signet.testkit.Reports.failed;
import static dev.signet.testkit.Reports.found;
import static dev.signet.testkit.Reports.neverScanned;
import static dev.signet.testkit.Reports.report;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.signet.testkit.Reports;
import dev.signet.verdict.Finding;
import dev.signet.verdict.Reason;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ReportHtmlTest {
  private static final ReportHtml HTML = ReportHtml.atLevel(2);

  @Test
  void problem_whenShown_hasSentenceNatureFilesDigestsAndRemedy() {
    assertThat(HTML.of(report(found("clock", changed("lib/a.jar")))))
        .contains(
            "<h2 class=\"signet-name\"><bdi>clock</bdi>",
            "<h3 class=\"signet-sentence\">1 file was changed after it was signed.</h3>",
            "<span class=\"signet-nature\">modified</span> <code>INVALID_HASH</code>",
            "<li><code><bdi>lib/a.jar</bdi></code></li>",
            "<details class=\"signet-digests\">",
            "<dd>expected <code><bdi>" + "aa".repeat(64),
            "<dd>current <code><bdi>" + "bb".repeat(64),
            "Repair the plugin, on its page or by plugin:repair");
  }

  @Test
  void unsigned_whenShown_isNeverCalledChanged() {
    Finding unsigned = Finding.of(Reason.MISSING_SIGNATURE, "There is no signature.json.");
    assertThat(HTML.of(found("clock", unsigned)))
        .contains(">unsigned<", "Nobody has signed it. Nothing shows that it was changed.")
        .doesNotContain("modified", "tampered", "signed by someone else");
  }

  @Test
  void foreign_whenShown_isCalledSignedBySomeoneElse() {
    Finding foreign =
        new Finding(
            Reason.SCOPE_MISMATCH, Finding.Severity.PROBLEM, null, "clock", "disk", "Not for it.");
    assertThat(HTML.of(found("clock", foreign)))
        .contains(
            "<span class=\"signet-nature\">signed by someone else</span>",
            "<dd>asked for <code><bdi>clock",
            "<dd>signed by CN <code><bdi>disk")
        .doesNotContain("modified");
  }

  @Test
  void manyFiles_whenShown_areCutAtFiftyWithCountAndDownload() {
    Finding[] files =
        IntStream.range(0, 1_234).mapToObj(i -> changed("f" + i)).toArray(Finding[]::new);
    String html = HTML.downloads(state -> "/all?of=<x>&y").of(found("clock", files));
    assertThat(html.split("<li>", -1)).hasSize(51);
    assertThat(html)
        .contains(
            "1,234 files were changed",
            "and 1,184 more: <a href=\"/all?of=&lt;x&gt;&amp;y\" download>download all</a>");
    assertThat(HTML.of(found("clock", files))).contains("and 1,184 more</p>");
  }

  @Test
  void neverScannedAndFailed_whenShown_areNotPassed() {
    assertThat(HTML.of(report(neverScanned("new.jar"), failed("old.jar", "Disk is gone."))))
        .contains("signet-unknown\">never scanned<", "signet-bad\">scan failed<", "Disk is gone.")
        .doesNotContain("No errors");
    assertThat(HTML.of(report(found("clock")))).contains("No errors have been found.");
  }

  @Test
  void checkingOff_whenShown_isSaidFirst() {
    assertThat(HTML.of(report(true, found("clock"))))
        .contains("Checking is off: nothing is refused.");
  }

  @Test
  void hostileNames_whenShown_areTextOnly() {
    String html =
        HTML.of(
            report(found(Reports.HOSTILE, changed(Reports.HOSTILE)), failed("f", Reports.HOSTILE)));
    assertThat(html).doesNotContain("<script", "\u001b", "\u202e", "\ud800", "\u2028", "\r");
    assertThat(html).contains("&lt;script&gt;alert(1)&lt;/script&gt;&quot;&#39;&amp;");
  }

  @Test
  void furtherSigner_whenItsSignatureCounts_isShownWithItsEnd() {
    Finding broken = Finding.of(Reason.BAD_SIGNATURE, "It is over other files.");
    String html =
        HTML.of(
            report(
                unreadable(cosigned("clock", Reports.HOSTILE)),
                unreadable(cosigned("disk", "nobody", broken))));
    assertThat(html)
        .contains("<dt>Also signed by</dt>", "&lt;script&gt;alert(1)", ", certified by ")
        .doesNotContain("<script", "\u202e", "CN=nobody");
  }

  private static IntegrityState unreadable(IntegrityState before) {
    return new IntegrityState(
        before.target(), before.result(), failed("f", "Gone.").failure(), false);
  }

  @Test
  void fragment_needsNothingThatAStrictPolicyBlocks() {
    String html =
        HTML.of(report(found("clock", changed("a")), neverScanned("b"), failed("c", "Gone.")));
    assertThat(html).doesNotContain("<script", "style=", " id=", "http:", "https:");
    assertThat(html).doesNotContainPattern("<[^>]* on[a-z]+=");
    Matcher classes = Pattern.compile("class=\"([^\"]*)\"").matcher(html);
    assertThat(
            classes.results().flatMap(match -> Pattern.compile(" ").splitAsStream(match.group(1))))
        .isNotEmpty()
        .allMatch(name -> name.startsWith("signet-"));
    assertThat(ReportHtml.styleSheet()).contains(".signet-target", "prefers-color-scheme: dark");
  }

  @Test
  void level_whenItLeavesNoHeadingForProblems_isRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> ReportHtml.atLevel(6))
        .withMessageContaining("level");
  }
}

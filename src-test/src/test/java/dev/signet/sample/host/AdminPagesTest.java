package dev.signet.sample.host;

import static dev.signet.testkit.Reports.changed;
import static dev.signet.testkit.Reports.failed;
import static dev.signet.testkit.Reports.found;
import static dev.signet.testkit.Reports.neverScanned;
import static dev.signet.testkit.Reports.report;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.signet.pf4j.rescan.Rescan;
import dev.signet.pf4j.workspace.InstallRecovery;
import dev.signet.policy.Enforcement;
import dev.signet.policy.EnforcementRules;
import dev.signet.policy.ReleaseChannel;
import dev.signet.policy.SignatureRequirement;
import dev.signet.report.Html;
import dev.signet.report.IntegrityReport;
import dev.signet.report.IntegrityState;
import dev.signet.report.NotRunning;
import dev.signet.report.RevocationFreshness;
import dev.signet.sample.host.admin.Uploads;
import dev.signet.sample.host.web.AccessControl;
import dev.signet.sample.host.web.AccessRules;
import dev.signet.sample.host.web.PasswordHash;
import dev.signet.testkit.Reports;
import dev.signet.testkit.TestClock;
import dev.signet.trust.TrustStatus;
import dev.signet.verdict.Dimension;
import dev.signet.verdict.Finding;
import dev.signet.verdict.Reason;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the administrators' pages show and set going. */
class AdminPagesTest {
  private static final PasswordHash HASH =
      PasswordHash.parse(
          "$argon2id$v=19$m=64,t=1,p=1$YSBzYWx0IG9mIGEgdGVzdA"
              + "$Kmhv30vkUnJuGukuKfuZCkVHJKZSGvRQQd+s6t50mbQ");

  private final IntegrityState modified = found("clock", changed("lib/a.jar"));
  private final StagedInspection inspection = new StagedInspection(report());
  private PageServer server;
  private Visitor admin;

  @BeforeEach
  void start() throws Exception {
    server =
        PageServer.start(
            new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
            new AccessControl(HASH, AccessRules.local(), new TestClock(Reports.NOW)),
            new PageServer.Content(
                () -> "", inspection, new NoInstallation(), Uploads.in(Optional.empty())));
    admin = new Visitor(server.port());
    admin.logIn("correct horse");
  }

  @AfterEach
  void stop() {
    server.close();
  }

  private String page(IntegrityReport report) throws IOException, InterruptedException {
    inspection.show(report);
    return admin.get("/admin").body();
  }

  @Test
  void overview_putsTheWorstFirst() throws Exception {
    String page = page(report(found("good"), neverScanned("new.jar"), modified));
    assertThat(page)
        .contains(
            "1 of 3 needs attention.",
            "1 file was changed after it was signed.",
            "signet-bad\">modified</strong>",
            "signet-unknown\">never scanned</strong>",
            "signet-good\">verified</strong>",
            "List of invalid files\u2026")
        .containsSubsequence("<bdi>clock</bdi>", "<bdi>new.jar</bdi>", "<bdi>good</bdi>");
  }

  @Test
  void overviewOfWhatPassed_hasNothingToDownload() throws Exception {
    assertThat(page(report(found("good"))))
        .contains("Everything is as its authors signed it.")
        .doesNotContain("List of invalid files", "attention");
  }

  @Test
  void interruptedChanges_areToldOnTop() throws Exception {
    assertThat(page(report())).doesNotContain("class=\"alarm\"", "class=\"note\"");
    inspection.recovered(
        recovery(InstallRecovery.Outcome.UNDONE, "Undone."),
        recovery(InstallRecovery.Outcome.FAILED, "Neither <b>."));
    assertThat(page(report()))
        .containsSubsequence(
            "<p class=\"alarm\"><strong>Not put right.</strong> <bdi>Neither &lt;b&gt;.</bdi>",
            "<p class=\"note\"><bdi>Undone.</bdi>",
            "Everything is as its authors signed it.");
  }

  private static InstallRecovery recovery(InstallRecovery.Outcome outcome, String explanation) {
    return new InstallRecovery(Path.of("plugins"), "clock", outcome, explanation);
  }

  @ParameterizedTest
  @EnumSource
  void plugin_whenAdmittedAndNotRunning_isOnTopWithItsCause(NotRunning.Kind kind) throws Exception {
    IntegrityState silent =
        found("clock").withNotRunning(Optional.of(new NotRunning(kind, "It <b> fails.")));
    assertThat(page(report(found("good"), silent)))
        .contains(
            "1 of 2 needs attention.",
            "signet-bad\">" + kind.label() + "</strong>",
            "It &lt;b&gt; fails.")
        .containsSubsequence("<bdi>clock</bdi>", "<bdi>good</bdi>");
    assertThat(admin.get("/admin/plugins/" + silent.target().key()).body())
        .contains(kind.name(), "It &lt;b&gt; fails.", Html.escape(kind.remedy()));
  }

  @Test
  void neverScanned_isNotCalledPassed() throws Exception {
    assertThat(page(report(found("good"), neverScanned("new.jar"))))
        .contains("Nothing bad was found. 1 never scanned")
        .doesNotContain("Everything is as");
  }

  @Test
  void certificatesAboutToExpire_areListed() throws Exception {
    Finding soon = Finding.of(Reason.EXPIRES_SOON, "CN=clock runs out on 2026-12-24.").asNotice();
    assertThat(page(report(found("clock", soon))))
        .contains("Certificates about to expire", "CN=clock runs out on 2026-12-24.", "renewed");
    assertThat(page(report(modified))).doesNotContain("about to expire");
  }

  @Test
  void channelAndChecking_areSaid() throws Exception {
    assertThat(page(report(modified)))
        .contains("Checking is on. On the channel <code>")
        .doesNotContain("Checking is off");
    assertThat(page(report(true, modified))).contains("<strong>Checking is off.</strong>");
    assertThat(page(on("<beta>", RevocationFreshness.NONE)))
        .contains(
            "on the channel <code><bdi>&lt;beta&gt;</bdi></code> problems are only reported",
            "would refuse 1.");
  }

  @Test
  void freshnessOfLists_isSaid() throws Exception {
    Instant soon = Reports.NOW.plus(Duration.ofDays(3));
    assertThat(page(on("stable", lists(soon)))).contains("Up to date: 2 lists, the next one due");
    Instant gone = Reports.NOW.minus(Duration.ofDays(3));
    assertThat(page(on("stable", lists(gone))))
        .contains("<strong>Out of date:</strong> 2 lists, one was due", "trust folder");
    assertThat(page(report(modified))).contains("This host has no revocation list");
  }

  @Test
  void sourceOfTrust_whenItFailed_isSaidWithItsCause() throws Exception {
    TrustStatus.Source failing =
        new TrustStatus.Source(
            "https://ca.example/<list>",
            false,
            Optional.empty(),
            Optional.of(new TrustStatus.Failure(Reports.NOW, "No <route>.")),
            Optional.empty());
    IntegrityReport all = report(modified);
    assertThat(
            page(
                new IntegrityReport(
                    all.at(),
                    all.host(),
                    all.states(),
                    new TrustStatus(List.of(failing), List.of()),
                    all.lists(),
                    all.expiries(),
                    all.lastRescan(),
                    Optional.of("Results <were> damaged."))))
        .contains(
            "https://ca.example/&lt;list&gt;",
            "signet-bad\">failed<",
            "No &lt;route&gt;.",
            "Results &lt;were&gt; damaged.");
  }

  @Test
  void concernAboutTrust_isSaidWithWhatToDo() throws Exception {
    TrustStatus.Concern concern =
        new TrustStatus.Concern(
            TrustStatus.Concern.Kind.NOT_READ, "/trust/<a>", "/trust/<a> is not read; call it b.");

    assertThat(page(Reports.report(new TrustStatus(List.of(), List.of(concern)), modified)))
        .contains("/trust/&lt;a&gt; is not read; call it b.", "<code>NOT_READ</code>");
  }

  private static RevocationFreshness lists(Instant due) {
    return new RevocationFreshness(2, Optional.of(due), true, Optional.of(Reports.NOW));
  }

  @Test
  void rules_whenLooserThanTheChannel_areSaidFirst() throws Exception {
    EnforcementRules loose =
        EnforcementRules.of(ReleaseChannel.STABLE).with(Dimension.AUTHENTICITY, Enforcement.WARN);

    assertThat(page(on(loose, RevocationFreshness.NONE)))
        .contains("This host puts up with more than its channel &#39;stable&#39; does")
        .contains("plugins with problems are refused, but for: authenticity warn. ");
  }

  @Test
  void rules_whenStricterThanTheChannel_areSaid() throws Exception {
    EnforcementRules strict =
        EnforcementRules.of(new ReleaseChannel("beta"))
            .with(Dimension.INTEGRITY, Enforcement.ENFORCE);

    assertThat(page(on(strict, RevocationFreshness.NONE)))
        .contains("problems are only reported, but for: integrity enforce.")
        .doesNotContain("puts up with");
  }

  private IntegrityReport on(String channel, RevocationFreshness lists) {
    return on(EnforcementRules.of(new ReleaseChannel(channel)), lists);
  }

  private IntegrityReport on(EnforcementRules rules, RevocationFreshness lists) {
    return new IntegrityReport(
        Reports.NOW,
        new IntegrityReport.Host(rules, SignatureRequirement.FEATURED, false, "1", "", ""),
        List.of(modified),
        TrustStatus.NONE,
        lists,
        List.of(),
        Optional.empty(),
        Optional.empty());
  }

  @Test
  void detail_tellsAllAboutOne() throws Exception {
    inspection.show(report(modified, found("disk", changed("other.jar"))));
    String page = admin.get("/admin/plugins/" + modified.target().key()).body();
    assertThat(page)
        .contains("<h1 class=\"signet-name\"><bdi>clock</bdi>", "lib/a.jar", "What to do:")
        .contains("Rescan this one\u2026", "bb".repeat(64))
        .doesNotContain("other.jar");
    assertThat(admin.get("/admin/plugins/0123").statusCode()).isEqualTo(404);
  }

  @Test
  void listOfInvalidFiles_isTextAndCanBeKept() throws Exception {
    inspection.show(report(modified, found("disk", changed("other.jar"))));
    HttpResponse<String> text = admin.get("/admin/report.txt");
    assertThat(text.headers().firstValue("Content-Type").orElseThrow())
        .matches("text/plain; ?charset=(?i)utf-8");
    assertThat(text.headers().firstValue("Content-Disposition")).isEmpty();
    assertThat(text.body()).startsWith("Technical information\n").contains("\t\t- lib/a.jar\n");
    assertThat(admin.get("/admin/report.txt?download").headers().firstValue("Content-Disposition"))
        .contains("attachment; filename=\"invalid-files-2026-11-22T073005.txt\"");
    String one = "/admin/plugins/" + modified.target().key() + "/report";
    assertThat(admin.get(one + ".txt").body()).contains("lib/a.jar").doesNotContain("other.jar");
    HttpResponse<String> json = admin.get(one + ".json?download");
    assertThat(json.headers().firstValue("Content-Type")).contains("application/json");
    assertThat(json.headers().firstValue("Content-Disposition").orElseThrow()).endsWith(".json\"");
    JsonNode tree = new ObjectMapper().readTree(json.body());
    assertThat(tree.at("/clock/INVALID_HASH")).hasSize(1);
    assertThat(tree.has("disk")).isFalse();
  }

  @Test
  void rescanOfAllAndOfOne_isSetGoing() throws Exception {
    inspection.show(report(modified));
    admin.get("/admin");
    HttpResponse<String> all = admin.post("/admin/rescan");
    assertThat(all.headers().firstValue("Location").orElseThrow()).endsWith("/admin#rescan");
    String key = modified.target().key();
    HttpResponse<String> one = admin.post("/admin/rescan", "target", key);
    assertThat(one.headers().firstValue("Location").orElseThrow())
        .endsWith("/admin/plugins/" + key + "#rescan");
    assertThat(admin.post("/admin/rescan", "target", "../x").statusCode()).isEqualTo(404);
    admin.post("/admin/rescan/stop");
    assertThat(inspection.asked()).containsExactly("all", modified.target().fileName(), "stop");
  }

  @Test
  void rescan_whenItRuns_isShownAndThePageComesAgainWithoutScript() throws Exception {
    inspection.rescanIs(Rescan.State.RUNNING, 2, 5, Reports.HOSTILE);
    String page = page(report(modified));
    assertThat(page)
        .contains(
            "<noscript><meta http-equiv=\"refresh\" content=\"2; url=/admin\"></noscript>",
            "Scanned 2 of 5.",
            "value=\"2\" max=\"5\"",
            ">Stop<")
        .doesNotContain("Rescan\u2026</button>");
    JsonNode progress = new ObjectMapper().readTree(admin.get("/admin/progress").body());
    assertThat(progress.get("running").asBoolean()).isTrue();
    assertThat(progress.get("done").asInt()).isEqualTo(2);
    assertThat(progress.get("current").asText()).doesNotContain("\u202e", "\n", "\u001b");
  }

  @Test
  void rescan_whenItEnded_isShownAsSuch() throws Exception {
    inspection.rescanIs(Rescan.State.DONE, 5, 5, "");
    assertThat(page(report(modified)))
        .contains("All 5 scanned again.", "Rescan\u2026</button>")
        .doesNotContain("http-equiv");
    inspection.rescanIs(Rescan.State.CANCELLED, 2, 5, "");
    assertThat(page(report(modified))).contains("Stopped after 2 of 5.");
    inspection.rescanIs(Rescan.State.FAILED, 2, 5, "");
    assertThat(page(report(modified))).contains("Could not go on after 2 of 5.");
  }

  @ParameterizedTest
  @ValueSource(strings = {"/admin", "/admin/plugins/{}", "/admin/report.txt", "/admin/report.json"})
  void hostileNames_areInertEverywhere(String path) throws Exception {
    Finding soon = Finding.of(Reason.EXPIRES_SOON, Reports.HOSTILE).asNotice();
    IntegrityState hostile = found(Reports.HOSTILE, changed(Reports.HOSTILE), soon);
    inspection.show(report(hostile, failed("x.jar", Reports.HOSTILE)));
    inspection.rescanIs(Rescan.State.RUNNING, 0, 1, Reports.HOSTILE);
    String body = admin.get(path.replace("{}", hostile.target().key())).body();
    assertThat(body).contains("alert(1)").doesNotContain("\u001b", "\u202e", "\r", "\u2028");
    if (!path.contains("report")) {
      assertThat(body).doesNotContain("<script>");
    }
    assertThat(body.lines()).doesNotContain("- core");
  }
}

package dev.signet.sample.host;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signet.report.Html;
import dev.signet.report.ScanTarget;
import dev.signet.sample.host.admin.Uploads;
import dev.signet.sample.host.web.AccessControl;
import dev.signet.sample.host.web.AccessRules;
import dev.signet.sample.host.web.PasswordHash;
import dev.signet.sign.key.PemFiles;
import dev.signet.testkit.Nesting;
import dev.signet.testkit.PluginAuthor;
import dev.signet.testkit.PluginKit;
import dev.signet.testkit.TestHost;
import dev.signet.testkit.Trees;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A real host whose plugins are changed by its pages. */
class InstallPagesTest {
  private static final PasswordHash HASH =
      PasswordHash.parse(
          "$argon2id$v=19$m=64,t=1,p=1$YSBzYWx0IG9mIGEgdGVzdA"
              + "$Kmhv30vkUnJuGukuKfuZCkVHJKZSGvRQQd+s6t50mbQ");
  private static final String SETTINGS =
      "plugins: plugins\ntrust: trust\nrequire: ALL\nstateDirectory: state\n";
  private static final Pattern ASKED = Pattern.compile("name=\"asked\" value=\"([^\"]+)\"");
  private static final Pattern DETAIL = Pattern.compile("/admin/plugins/[^\"/]+");

  @TempDir Path folder;
  private TestHost host;
  private Path downloads;
  private Dashboard dashboard;
  private PageServer server;
  private Visitor admin;

  @BeforeEach
  void start() throws Exception {
    host = new TestHost(folder);
    downloads = Files.createDirectories(folder.resolve("downloads"));
    Trees.write(
        folder.resolve("trust/root.crt"),
        PemFiles.text(host.authority().certificate()).getBytes(StandardCharsets.UTF_8));
    Files.writeString(folder.resolve("signet.yaml"), SETTINGS);
    open();
  }

  private void open() throws Exception {
    dashboard = Dashboard.open(folder.resolve("signet.yaml"));
    server =
        PageServer.start(
            new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
            new AccessControl(HASH, AccessRules.local(), Clock.systemUTC()),
            new PageServer.Content(
                dashboard::page,
                dashboard.inspection(),
                dashboard.installation(),
                Uploads.in(dashboard.stateDirectory())));
    admin = new Visitor(server.port());
  }

  @AfterEach
  void stop() throws Exception {
    server.close();
    dashboard.close();
    host.close();
  }

  @Test
  void file_isToldOfFirstAndInstalledWhenConfirmed() throws Exception {
    Path bundle = host.signed("clock", "1.0.0").zip(downloads);
    String address = checked(bundle);
    assertThat(admin.get(address).body())
        .contains(
            "Install <bdi>clock</bdi> <bdi>1.0.0</bdi>?", "is admitted", "Nothing is changed");
    assertThat(host.plugins()).isEmptyDirectory();

    assertThat(admin.post(address).statusCode()).isEqualTo(303);
    assertThat(admin.get(address).body()).contains("Installed &#39;clock&#39; 1.0.0.");
    assertThat(host.plugins()).isDirectoryContaining("glob:**/clock");
    assertThat(admin.get("/admin").body()).contains("<bdi>clock</bdi>", "verified");
    // Asked for once more, as browsers do, it is not done again.
    assertThat(admin.post(address).statusCode()).isEqualTo(303);
  }

  @Test
  void update_namesWhatItReplaces() throws Exception {
    install(host.signed("clock", "1.0.0").zip(downloads));
    String address = checked(host.signed("clock", "1.1.0").jar(downloads));
    assertThat(admin.get(address).body())
        .contains("Update <bdi>clock</bdi> <bdi>1.1.0</bdi>?", "place of version <bdi>1.0.0</bdi>");
    admin.post(address);
    assertThat(admin.get(address).body()).contains("from 1.0.0 to 1.1.0.");
    assertThat(host.plugins()).isDirectoryContaining("glob:**/clock.jar");
  }

  @Test
  void file_whenItWouldReplaceSomethingElseByNow_isAskedAboutAnew() throws Exception {
    install(host.signed("clock", "1.0.0").zip(downloads));
    String lower = checked(host.signed("clock", "2.0.0").zip(downloads), "lower", "on");
    admin.get(lower);
    // Another administrator.
    install(host.signed("clock", "3.0.0").zip(downloads));

    admin.post(lower);
    assertThat(admin.get(lower).body())
        .contains(
            "What is there has changed",
            "Update <bdi>clock</bdi> <bdi>2.0.0</bdi>?",
            "place of version <bdi>3.0.0</bdi>");
    admin.post(lower);
    assertThat(admin.get(lower).body()).contains("from 3.0.0 to 2.0.0.");
  }

  @Test
  void file_whenItsPluginIsGoneByNow_isAskedAboutAnew() throws Exception {
    install(host.signed("clock", "1.0.0").zip(downloads));
    String address = checked(host.signed("clock", "1.1.0").zip(downloads));
    admin.get(address);
    admin.post(detail() + "/uninstall");

    admin.post(address);
    assertThat(admin.get(address).body())
        .contains("What is there has changed", "Install <bdi>clock</bdi> <bdi>1.1.0</bdi>?");
    assertThat(host.plugins()).isDirectoryNotContaining("glob:**/clock*");
  }

  @Test
  void refusedFile_cannotBeConfirmed() throws Exception {
    String address = checked(PluginKit.plugin("clock", "1.0.0").zip(downloads));
    String page = admin.get(address).body();
    assertThat(page)
        .contains("<h1>Refused</h1>", "MISSING_SIGNATURE", "What to do:", "Discard the file")
        .doesNotContain("<button>Install</button>");
    admin.post(address);
    assertThat(admin.get(address).body()).contains("<h1>Refused</h1>", "MISSING_SIGNATURE");
    assertThat(host.plugins()).isEmptyDirectory();
  }

  @ParameterizedTest
  @CsvSource({
    "plugin.requires=>=9.0.0, HOST_VERSION_UNMET, >=9.0.0 of this host",
    "plugin.class=kit.Nowhere, NOT_RUNNABLE, kit.Nowhere"
  })
  void file_whenItsPluginWouldNeverRun_cannotBeConfirmed(String line, String reason, String why)
      throws Exception {
    install(host.signed("clock", "1.0.0").zip(downloads));
    String address = checked(host.signed("clock", "2.0.0").properties(line).zip(downloads));
    assertThat(admin.get(address).body())
        .contains("<h1>Refused</h1>", reason, Html.escape(why), "Discard the file")
        .doesNotContain("<button>Update</button>");
    admin.post(address);
    assertThat(admin.get(address).body()).contains("<h1>Refused</h1>");
    assertThat(dashboard.plugins()).singleElement().returns("1.0.0", PluginStatus::version);
  }

  @Test
  void lowerVersion_isRefusedUnlessMeant() throws Exception {
    install(host.signed("clock", "2.0.0").zip(downloads));
    Path lower = host.signed("clock", "1.0.0").zip(downloads);
    assertThat(admin.get(checked(lower)).body()).contains("<h1>Refused</h1>", "DOWNGRADE");
    assertThat(admin.get(checked(lower, "lower", "on")).body()).contains("<button>Update</button>");
  }

  private PluginKit byANewKey(String version) {
    return host.signed("clock", version).signedBy(PluginAuthor.of("clock", host.authority()));
  }

  @Test
  void fileByANewKey_isRefusedUntilItIsConfirmedAndThenAskedAboutOnceMore() throws Exception {
    install(host.signed("clock", "1.0.0").zip(downloads));
    String address = checked(byANewKey("1.1.0").zip(downloads));
    assertThat(admin.get(address).body())
        .contains("<h1>Refused</h1>", "KEY_CHANGED", "I have asked the author: confirm")
        .doesNotContain("<button>Update</button>");

    assertThat(admin.post(address + "/confirm").statusCode()).isEqualTo(303);
    assertThat(admin.get(address).body())
        .contains("Update <bdi>clock</bdi> <bdi>1.1.0</bdi>?", "takes this release", "Nothing is");
    assertThat(dashboard.ledger().find("clock").orElseThrow().keys()).hasSize(1);
    admin.post(address);

    assertThat(admin.get(address).body()).contains("from 1.0.0 to 1.1.0.");
    assertThat(dashboard.ledger().find("clock").orElseThrow().keys()).hasSize(2);
    assertThat(admin.get(detail()).body()).doesNotContain("/confirm");
  }

  @Test
  void fileThatIsRefusedForSomethingElse_cannotBeConfirmed() throws Exception {
    install(host.signed("clock", "2.0.0").zip(downloads));
    String lower = checked(byANewKey("1.0.0").zip(downloads));
    admin.get(lower);
    admin.post(lower + "/confirm");
    assertThat(admin.get(lower).body())
        .contains("<h1>Refused</h1>", "DOWNGRADE")
        .doesNotContain("I have asked");

    String unsigned = checked(PluginKit.plugin("clock", "3.0.0").zip(downloads));
    assertThat(admin.get(unsigned).body()).doesNotContain("I have asked");
    admin.post(unsigned + "/confirm");
    assertThat(admin.get(unsigned).body()).contains("<h1>Refused</h1>", "SIGNATURE_DROPPED");
  }

  /** Puts another release into the folder of a host that does not run, and starts it. */
  private String startedWith(String rule, PluginKit release) throws Exception {
    install(host.signed("clock", "1.0.0").zip(downloads));
    stop();
    Trees.delete(host.plugins().resolve("clock"));
    release.folder(host.plugins());
    Files.writeString(folder.resolve("signet.yaml"), SETTINGS + rule);
    open();
    admin.logIn("correct horse");
    return detail();
  }

  @ParameterizedTest
  @ValueSource(strings = {"warn", "refuse"})
  void loadedPlugin_whenItHasANewKey_isConfirmedByItsPage(String rule) throws Exception {
    String page = startedWith("newKeys: " + rule + "\n", byANewKey("1.1.0"));
    assertThat(admin.get(page).body()).contains("KEY_CHANGED", page + "/confirm");
    String known = dashboard.ledger().find("clock").orElseThrow().keys().get(0);
    String question = admin.get(page + "/confirm").body();
    assertThat(question)
        .contains("Confirm <bdi>clock</bdi> <bdi>1.1.0</bdi>?", known, "CN=Test Root", "serial");

    assertThat(admin.post(page + "/confirm", "asked", asked(question)).statusCode()).isEqualTo(303);

    assertThat(admin.get(page).body())
        .contains("verified")
        .doesNotContain("KEY_CHANGED", "/confirm");
    assertThat(dashboard.plugins()).singleElement().returns("admitted", PluginStatus::decision);
    assertThat(dashboard.isInWorkingOrder()).isTrue();
    assertThat(admin.get(page + "/confirm").statusCode()).isEqualTo(404);
  }

  @Test
  void loadedPlugin_whenItsFilesAreOthers_isConfirmedByItsPage() throws Exception {
    String page = startedWith("", host.signed("clock", "1.0.0").file("more.txt", new byte[1]));
    String question = admin.get(page + "/confirm").body();
    assertThat(question).contains("not those of the version 1.0.0");

    assertThat(admin.post(page + "/confirm", "asked", asked(question)).statusCode()).isEqualTo(303);

    assertThat(admin.get(page).body()).doesNotContain("RELEASE_CHANGED");
  }

  @Test
  void confirmation_whenOfSomethingElseOrByAStranger_isNotTaken() throws Exception {
    String page = startedWith("", byANewKey("1.1.0"));
    String asked = asked(admin.get(page + "/confirm").body());
    Visitor stranger = new Visitor(server.port());
    stranger.get("/admin/login");

    assertThat(stranger.get(page + "/confirm").statusCode()).isEqualTo(303);
    assertThat(stranger.post(page + "/confirm", "asked", asked).statusCode()).isNotEqualTo(200);
    assertThat(admin.postWith("wrong", page + "/confirm", "asked", asked).statusCode())
        .isEqualTo(403);
    assertThat(admin.post(page + "/confirm").statusCode()).isEqualTo(409);
    assertThat(admin.post(page + "/confirm", "asked", asked.replace('0', '1')).statusCode())
        .isEqualTo(409);
    assertThat(admin.post("/admin/plugins/nothing/confirm", "asked", asked).statusCode())
        .isEqualTo(404);
    assertThat(dashboard.ledger().find("clock").orElseThrow().keys()).hasSize(1);
  }

  private static String asked(String page) {
    Matcher matcher = ASKED.matcher(page);
    assertThat(matcher.find()).as(page).isTrue();
    return matcher.group(1);
  }

  @Test
  void discardedFile_isGone() throws Exception {
    String address = checked(host.signed("clock", "1.0.0").zip(downloads));
    admin.get(address);
    assertThat(admin.post(address + "/discard").statusCode()).isEqualTo(303);
    assertThat(admin.get(address).statusCode()).isEqualTo(404);
  }

  @Test
  void plugin_isUninstalledAfterAQuestion() throws Exception {
    install(host.signed("clock", "1.0.0").zip(downloads));
    Path data = dashboard.installer().dataFolder("clock");
    String detail = detail();
    assertThat(admin.get(detail + "/uninstall").body()).contains("Uninstall <bdi>clock</bdi>?");
    assertThat(host.plugins()).isNotEmptyDirectory();
    assertThat(admin.post(detail + "/uninstall").body())
        .contains("Uninstalled &#39;clock&#39; 1.0.0.");
    assertThat(host.plugins()).isDirectoryNotContaining("glob:**/clock*");
    assertThat(data).exists();
    assertThat(admin.get("/admin").body()).doesNotContain("<bdi>clock</bdi>");
  }

  @Test
  void oneOfSeveral_whenTheyCallThemselvesThePlugin_isRemovedAndNoOther() throws Exception {
    install(host.signed("clock", "1.0.0").zip(downloads));
    PluginKit.plugin("clock", "99.0.0").folderAt(host.plugins().resolve("squatter"));
    dashboard.inspection().rescan().await(Duration.ofSeconds(30));
    String squatter = page("squatter");

    assertThat(admin.get(squatter + "/uninstall").body())
        .contains("Remove <bdi>squatter</bdi>?", "Only this is deleted");
    assertThat(admin.post(squatter + "/uninstall").statusCode()).isEqualTo(200);

    assertThat(host.plugins())
        .isDirectoryContaining("glob:**/clock")
        .isDirectoryNotContaining("glob:**/squatter");
    assertThat(dashboard.plugins()).singleElement().returns("clock", PluginStatus::plugin);
  }

  @Test
  void bundle_whenItIsDamaged_isRemovedByThePage() throws Exception {
    Files.writeString(host.plugins().resolve("<b>.zip"), "no archive");
    dashboard.inspection().rescan().await(Duration.ofSeconds(30));
    String damaged = page("<b>.zip");
    openForm();

    assertThat(admin.get(damaged + "/uninstall").body()).contains("Remove <bdi>&lt;b&gt;.zip");
    assertThat(admin.post(damaged + "/uninstall").body())
        .contains("Removed what there was of &#39;&lt;b&gt;.zip&#39;.");

    assertThat(host.plugins().resolve("<b>.zip")).doesNotExist();
    assertThat(admin.get(damaged).statusCode()).isEqualTo(404);
  }

  @Test
  void hostileFile_isNoFileOfAPluginAndItsNameNoMarkup() throws Exception {
    openForm();
    byte[] junk = "no archive".getBytes(StandardCharsets.UTF_8);
    HttpResponse<String> answer = admin.upload("/admin/install", "<b>.zip", junk);
    assertThat(answer.statusCode()).isEqualTo(303);
    assertThat(admin.get(location(answer)).body())
        .contains("MALFORMED_ARCHIVE", "&lt;b&gt;.zip")
        .doesNotContain("<b>.zip");
    openForm();
    answer = admin.upload("/admin/install", "../../clock.exe", junk);
    assertThat(answer.statusCode()).isEqualTo(400);
    assertThat(answer.body()).contains("comes as a .jar or a .zip");
  }

  @ParameterizedTest
  @EnumSource(Nesting.class)
  void file_whenAParserBreaksOnIt_isRefusedAndTheNextIsTaken(Nesting nesting) throws Exception {
    String certificate = Nesting.pem("CERTIFICATE", nesting.bytes(2_000)).replace("\n", "\\n");
    Path hostile =
        Trees.archive(
            downloads.resolve("hostile.zip"),
            Map.of(
                "plugin.properties",
                Trees.properties("hostile", "1.0.0"),
                "signature.json",
                ("{\"hashes\":{},\"signature\":\"AAAA\",\"certificate\":\"" + certificate + "\"}")
                    .getBytes(StandardCharsets.UTF_8)));
    Files.copy(hostile, host.plugins().resolve("hostile.zip"));
    dashboard.inspection().rescan().await(Duration.ofSeconds(30));

    assertThat(admin.get(checked(hostile)).body()).contains("INVALID_CERTIFICATE");
    assertThat(admin.get(page("hostile.zip")).body()).contains("INVALID_CERTIFICATE");
    install(host.signed("clock", "1.0.0").zip(downloads));
    assertThat(dashboard.plugins()).extracting(PluginStatus::plugin).contains("clock");
  }

  @Test
  void nobodyButALoggedInAdministratorWithAForm_sendsAnything() throws Exception {
    Path file = host.signed("clock", "1.0.0").zip(downloads);
    byte[] bundle = Files.readAllBytes(file);
    Visitor stranger = new Visitor(server.port());
    stranger.get("/admin/login");
    assertThat(stranger.upload("/admin/install", "clock.zip", bundle).statusCode()).isEqualTo(401);
    assertThat(stranger.get("/admin/install").statusCode()).isEqualTo(303);
    openForm();
    assertThat(admin.upload("/admin/rescan", "clock.zip", bundle).statusCode()).isEqualTo(403);
    String address = checked(file);
    assertThat(stranger.post(address).statusCode()).isNotEqualTo(200);
    assertThat(admin.postWith("wrong", address).statusCode()).isEqualTo(403);
    assertThat(host.plugins()).isEmptyDirectory();
  }

  @Test
  void fileLargerThanAllowed_isTurnedAwayUnread() throws Exception {
    openForm();
    HttpResponse<String> answer = admin.uploadOf("/admin/install", 300L << 20);
    assertThat(answer.statusCode()).isEqualTo(413);
    assertThat(answer.body()).contains("256 MB");
  }

  @Test
  void dashboard_showsNoWidgetOfAPluginThatIsGone() throws Exception {
    install(host.signed("clock", "1.0.0").zip(downloads));
    admin.post(detail() + "/uninstall");
    assertThat(dashboard.contributions()).isEmpty();
  }

  private void install(Path bundle) throws IOException, InterruptedException {
    String address = checked(bundle);
    admin.get(address);
    admin.post(address);
    assertThat(admin.get(address).body()).contains("<h1>Done</h1>");
  }

  /** Uploads a file and returns where it is told what would become of it. */
  private String checked(Path bundle, String... fields) throws IOException, InterruptedException {
    openForm();
    HttpResponse<String> answer =
        admin.upload(
            "/admin/install", bundle.getFileName().toString(), Files.readAllBytes(bundle), fields);
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(303);
    return location(answer);
  }

  private void openForm() throws IOException, InterruptedException {
    if (admin.get("/admin/install").statusCode() == 303) {
      admin.logIn("correct horse");
      admin.get("/admin/install");
    }
  }

  private static String location(HttpResponse<String> answer) {
    return answer.headers().firstValue("Location").orElseThrow().replaceFirst("^http://[^/]*", "");
  }

  private String detail() throws IOException, InterruptedException {
    Matcher matcher = DETAIL.matcher(admin.get("/admin").body());
    assertThat(matcher.find()).isTrue();
    return matcher.group();
  }

  private String page(String fileName) {
    return "/admin/plugins/" + ScanTarget.plugin(host.plugins().resolve(fileName)).key();
  }
}

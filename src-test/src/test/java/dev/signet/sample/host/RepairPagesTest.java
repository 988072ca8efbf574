package dev.signet.sample.host;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signet.report.ScanTarget;
import dev.signet.sample.host.admin.Uploads;
import dev.signet.sample.host.web.AccessControl;
import dev.signet.sample.host.web.AccessRules;
import dev.signet.sample.host.web.PasswordHash;
import dev.signet.sign.key.PemFiles;
import dev.signet.testkit.PluginKit;
import dev.signet.testkit.TestHost;
import dev.signet.testkit.Trees;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A real host whose damaged plugin is repaired by its pages. */
class RepairPagesTest {
  private static final PasswordHash HASH =
      PasswordHash.parse(
          "$argon2id$v=19$m=64,t=1,p=1$YSBzYWx0IG9mIGEgdGVzdA"
              + "$Kmhv30vkUnJuGukuKfuZCkVHJKZSGvRQQd+s6t50mbQ");

  @TempDir Path folder;
  private TestHost host;
  private Path clock;
  private Dashboard dashboard;
  private Uploads uploads;
  private PageServer server;
  private Visitor admin;
  private String page;

  @BeforeEach
  void start() throws Exception {
    host = new TestHost(folder);
    Trees.write(
        folder.resolve("trust/root.crt"),
        PemFiles.text(host.authority().certificate()).getBytes(StandardCharsets.UTF_8));
    Path settings = folder.resolve("signet.yaml");
    Files.writeString(
        settings, "plugins: plugins\ntrust: trust\nrequire: ALL\nstateDirectory: state\n");
    clock = host.signed("clock", "1.0.0").file("zones", new byte[1]).folder(host.plugins());
    dashboard = Dashboard.open(settings);
    uploads = Uploads.in(dashboard.stateDirectory());
    server =
        PageServer.start(
            new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
            new AccessControl(HASH, AccessRules.local(), Clock.systemUTC()),
            new PageServer.Content(
                dashboard::page, dashboard.inspection(), dashboard.installation(), uploads));
    admin = new Visitor(server.port());
    admin.logIn("correct horse");
    page = "/admin/plugins/" + key();
  }

  @AfterEach
  void stop() throws Exception {
    server.close();
    dashboard.close();
    host.close();
  }

  private void damage() throws Exception {
    Files.write(clock.resolve("zones"), new byte[] {7});
    Files.writeString(clock.resolve("<b>mine"), "mine");
    dashboard.inspection().rescan().await(Duration.ofMinutes(1));
  }

  private static String asked(String page) {
    return hidden("asked", page);
  }

  private static String hidden(String name, String page) {
    Matcher matcher = Pattern.compile("name=\"" + name + "\" value=\"([^\"]+)\"").matcher(page);
    assertThat(matcher.find()).as(page).isTrue();
    return matcher.group(1);
  }

  @Test
  void damagedPlugin_isRepairedByOneClickAfterAListOfItsFiles() throws Exception {
    assertThat(admin.get(page).body()).doesNotContain("/repair");
    Map<String, Integer> sound = Trees.bundles(host.plugins());
    damage();
    assertThat(admin.get(page).body()).contains("INVALID_HASH", page + "/repair");

    String question = admin.get(page + "/repair").body();
    assertThat(question)
        .contains("Repair <bdi>clock</bdi> <bdi>1.0.0</bdi>?")
        .contains("<bdi>&lt;b&gt;mine</bdi></code>: moved aside")
        .contains("<bdi>zones</bdi></code>: replaced; what is there is kept aside")
        .doesNotContain("<b>mine");
    assertThat(clock.resolve("zones")).hasBinaryContent(new byte[] {7});

    String done = admin.post(page + "/repair", "asked", asked(question)).body();

    assertThat(done).contains("<h1>Done</h1>", "Repaired &#39;clock&#39; 1.0.0.", "aside/clock-1");
    assertThat(Trees.bundles(host.plugins())).isEqualTo(sound);
    assertThat(admin.get(page).body()).contains("verified").doesNotContain("/repair");
    assertThat(dashboard.isInWorkingOrder()).isTrue();
    assertThat(admin.get(page + "/repair").body()).contains("Not possible", "nothing to repair");
  }

  @Test
  void repair_whenOfSomethingElseOrByAStranger_isNotDone() throws Exception {
    damage();
    String asked = asked(admin.get(page + "/repair").body());
    Visitor stranger = new Visitor(server.port());
    stranger.get("/admin/login");

    assertThat(stranger.get(page + "/repair").statusCode()).isEqualTo(303);
    assertThat(stranger.post(page + "/repair", "asked", asked).statusCode()).isNotEqualTo(200);
    assertThat(admin.postWith("wrong", page + "/repair", "asked", asked).statusCode())
        .isEqualTo(403);
    assertThat(admin.post(page + "/repair").statusCode()).isEqualTo(409);
    Files.writeString(clock.resolve("another"), "since then");
    assertThat(admin.post(page + "/repair", "asked", asked).statusCode()).isEqualTo(409);
    assertThat(admin.get("/admin/plugins/nothing/repair").statusCode()).isEqualTo(404);
    assertThat(clock.resolve("zones")).hasBinaryContent(new byte[] {7});
  }

  /** The host's own copy is damaged, too: only the author's download helps. */
  private void damageBothCopies() throws Exception {
    Path sealed;
    try (Stream<Path> all = Files.walk(folder.resolve("state"))) {
      sealed = all.filter(file -> file.endsWith("zones")).findFirst().orElseThrow();
    }
    assertThat(sealed.toFile().setWritable(true)).isTrue();
    Files.write(sealed, new byte[] {9});
    damage();
  }

  @Test
  void damagedPlugin_whenItsCopyIsDamagedToo_isRepairedFromAnUploadOfItsRelease() throws Exception {
    Path release =
        host.signed("clock", "1.0.0")
            .file("zones", new byte[1])
            .zip(Files.createDirectories(folder.resolve("downloads")));
    Map<String, Integer> sound = signedFiles();
    damageBothCopies();
    assertThat(admin.get(page + "/repair").body())
        .contains("Not possible", "is not what was signed any more", "Repair it from a download");

    String question = uploaded(release);
    assertThat(question)
        .contains("Repair <bdi>clock</bdi> <bdi>1.0.0</bdi>?")
        .contains("come from <bdi>" + release.getFileName() + "</bdi>")
        .contains("<bdi>&lt;b&gt;mine</bdi></code>: moved aside")
        .contains("<bdi>zones</bdi></code>: replaced; what is there is kept aside");
    assertThat(clock.resolve("zones")).hasBinaryContent(new byte[] {7});

    String done =
        admin
            .post(page + "/repair", "asked", asked(question), "from", hidden("from", question))
            .body();

    assertThat(done).contains("<h1>Done</h1>", "Repaired &#39;clock&#39; 1.0.0.");
    assertThat(signedFiles()).isEqualTo(sound);
    assertThat(admin.get(page).body()).contains("verified").doesNotContain("/repair");
    assertThat(uploads.folder()).isEmptyDirectory();
  }

  @Test
  void repairFromAnUpload_whenItIsNotTheRelease_saysSoAndChangesNothing() throws Exception {
    Path downloads = Files.createDirectories(folder.resolve("downloads"));
    damageBothCopies();
    admin.get(page + "/repair");

    assertThat(uploaded(host.signed("clock", "1.1.0").zip(downloads)))
        .contains("Not possible", "Repair it from a download");
    assertThat(uploaded(host.signed("disk", "1.0.0").zip(downloads)))
        .contains("Not possible", "it would be repaired from is &#39;disk&#39;");
    assertThat(uploaded(PluginKit.plugin("clock", "1.0.0").zip(downloads)))
        .contains("Not possible", "is unsigned itself");
    byte[] junk = "junk".getBytes(StandardCharsets.UTF_8);
    assertThat(admin.upload("/admin/repair", "x.exe", junk, "plugin", key()).statusCode())
        .isEqualTo(400);
    assertThat(admin.upload("/admin/repair", "x.zip", junk, "plugin", "none").statusCode())
        .isEqualTo(404);
    assertThat(admin.get(page + "/repair?from=gone").statusCode()).isEqualTo(404);
    assertThat(admin.post(page + "/repair", "asked", "x", "from", "gone").statusCode())
        .isEqualTo(404);
    assertThat(new Visitor(server.port()).upload("/admin/repair", "x.zip", junk).statusCode())
        .isEqualTo(401);
    assertThat(clock.resolve("zones")).hasBinaryContent(new byte[] {7});
    assertThat(clock.resolve("<b>mine")).exists();
  }

  /** Who signs the same files once more makes another signature. */
  private Map<String, Integer> signedFiles() throws Exception {
    Map<String, Integer> files = new TreeMap<>(Trees.bundles(host.plugins()));
    assertThat(files.remove("clock/signature.json")).isNotNull();
    return files;
  }

  private String key() {
    return ScanTarget.plugin(clock).key();
  }

  /** Sends a file to repair from, and returns the page that follows. */
  private String uploaded(Path release) throws Exception {
    HttpResponse<String> sent =
        admin.upload(
            "/admin/repair",
            release.getFileName().toString(),
            Files.readAllBytes(release),
            "plugin",
            key());
    assertThat(sent.statusCode()).as(sent.body()).isEqualTo(303);
    return admin.get(sent.headers().firstValue("Location").orElseThrow()).body();
  }
}

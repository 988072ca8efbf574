package dev.signet.sample.host;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signet.report.ScanTarget;
import dev.signet.sample.host.admin.Uploads;
import dev.signet.sample.host.web.AccessControl;
import dev.signet.sample.host.web.AccessRules;
import dev.signet.sample.host.web.PasswordHash;
import dev.signet.sign.key.PemFiles;
import dev.signet.testkit.TestHost;
import dev.signet.testkit.Trees;
import java.net.InetAddress;
import java.net.InetSocketAddress;
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

/** A real host whose damaged plugin is repaired by its pages. */
class RepairPagesTest {
  private static final PasswordHash HASH =
      PasswordHash.parse(
          "$argon2id$v=19$m=64,t=1,p=1$YSBzYWx0IG9mIGEgdGVzdA"
              + "$Kmhv30vkUnJuGukuKfuZCkVHJKZSGvRQQd+s6t50mbQ");
  private static final Pattern ASKED = Pattern.compile("name=\"asked\" value=\"([^\"]+)\"");

  @TempDir Path folder;
  private TestHost host;
  private Path clock;
  private Dashboard dashboard;
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
    admin.logIn("correct horse");
    page = "/admin/plugins/" + ScanTarget.plugin(clock).key();
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
    Matcher matcher = ASKED.matcher(page);
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
}

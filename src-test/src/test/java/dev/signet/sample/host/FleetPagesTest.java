package dev.signet.sample.host;

import static dev.signet.testkit.Reports.changed;
import static dev.signet.testkit.Reports.failed;
import static dev.signet.testkit.Reports.found;
import static dev.signet.testkit.Reports.report;
import static org.assertj.core.api.Assertions.assertThat;

import dev.signet.postgres.CountedSource;
import dev.signet.postgres.FilledFleet;
import dev.signet.postgres.FleetNodes;
import dev.signet.postgres.Postgres;
import dev.signet.postgres.PostgresExtension;
import dev.signet.postgres.PostgresLedger;
import dev.signet.report.IntegrityState;
import dev.signet.sample.host.admin.Uploads;
import dev.signet.sample.host.web.AccessControl;
import dev.signet.sample.host.web.AccessRules;
import dev.signet.sample.host.web.PasswordHash;
import dev.signet.testkit.Reports;
import dev.signet.testkit.Schemas;
import dev.signet.testkit.TestClock;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.postgresql.ds.PGSimpleDataSource;

/** The administrators' pages of all hosts of a fleet. */
class FleetPagesTest {
  @RegisterExtension static final PostgresExtension POSTGRES = new PostgresExtension();

  private static final PasswordHash HASH =
      PasswordHash.parse(
          "$argon2id$v=19$m=64,t=1,p=1$YSBzYWx0IG9mIGEgdGVzdA"
              + "$Kmhv30vkUnJuGukuKfuZCkVHJKZSGvRQQd+s6t50mbQ");
  private static final Pattern ADDRESS = Pattern.compile("href=\"(/admin/fleet[^\"#]*)");

  private final StagedInspection inspection = new StagedInspection(report());
  private final IntegrityState modified = found("clock", changed("lib/a.jar"));
  private FilledFleet fleet;
  private CountedSource counted;
  private PageServer server;
  private Visitor admin;

  @BeforeEach
  void start() throws Exception {
    Postgres.Database database = POSTGRES.database();
    fleet = new FilledFleet(database);
    counted = new CountedSource(database.as("signet_node"));
    inspection.fleetIs(FleetNodes.of(PostgresLedger.of(counted.source(), "reader")));
    serve();
  }

  private void serve() throws Exception {
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

  private String page(String address) throws Exception {
    HttpResponse<String> answer = admin.get(address);
    assertThat(answer.statusCode()).as(address).isEqualTo(200);
    return answer.body();
  }

  private static List<String> addresses(String page) {
    return ADDRESS
        .matcher(page)
        .results()
        .map(MatchResult::group)
        .map(href -> href.substring("href=\"".length()).replace("&amp;", "&"))
        .distinct()
        .toList();
  }

  private static long rows(String page) {
    return Pattern.compile("<tr>").matcher(page).results().count();
  }

  @Test
  void hosts_whenThree_areToldWithWhatDiffersAndWhatWasFound() throws Exception {
    fleet.tell("east", report(found("clock"), found("disk")));
    fleet.tell("north", report(found("clock").withRunning(true), found("disk")));
    fleet.tell("south", report(modified));
    fleet.change("nodes", "node = 'south'", "engine_version = '1.2.2', trust_fingerprint = 'ffee'");
    fleet.change("results", "node = 'south'", "version = '0.9.0'");
    fleet.change("nodes", "node = 'east'", "last_seen = last_seen - interval '3 hours'");

    assertThat(page("/admin")).contains("<a href=\"/admin/fleet\">All hosts of the fleet</a>");
    String page = page("/admin/fleet");
    assertThat(page)
        .contains(
            "3 hosts. Most run Signet <bdi>1.2.3</bdi>",
            "Signet <bdi>1.2.2</bdi>,<br>trust <code>ffee</code>,<br>1 plugin of another release"
                + ",<br>1 plugin that most have and it lacks",
            "1 <strong class=\"signet-badge signet-bad\">modified</strong>",
            "3 hours ago",
            "<bdi>0.9.0</bdi>  <strong class=\"signet-badge signet-notice\">one of 2</strong>",
            "2 hosts<br>");
    assertThat(rows(page)).as("two heads, three hosts, three releases").isEqualTo(8);
  }

  @Test
  void finding_whenOpened_isToldAsOnTheHostsOwnPage() throws Exception {
    fleet.tell("south", report(modified));
    inspection.show(report(modified));

    String host = page("/admin/fleet/host?name=south");
    assertThat(host)
        .contains("<h1><bdi>south</bdi></h1>", "modified</strong>", "What changed last");
    String result =
        page(
            addresses(host).stream()
                .filter(each -> each.startsWith("/admin/fleet/result?"))
                .findFirst()
                .orElseThrow());
    String own = page("/admin/plugins/" + modified.target().key());
    String problem = own.substring(own.indexOf("<article"), own.indexOf("</article>"));
    assertThat(problem).contains("lib/a.jar");
    assertThat(result).contains(problem.substring(0, problem.indexOf("lib/a.jar")), "lib/a.jar");
  }

  @Test
  void names_whenHostile_areTextOnEachPage() throws Exception {
    String name = "n\u0000\\" + Reports.HOSTILE;
    fleet.tell(name, report(found(Reports.HOSTILE, changed(Reports.HOSTILE))));
    fleet.tell("\u202e\"><img src=x onerror=alert(1)>", report(failed("<b>.zip", "<i>no</i>")));
    fleet.change("nodes", "true", "engine_version = '<script>', channel = '</code><script>'");
    fleet.change("results", "true", "standing = '<script>'");

    String first = page("/admin/fleet?node=%3Cscript%3E&plugin=%22%3E%3Cscript%3E");
    String all = page("/admin/fleet");
    List<String> linked = addresses(all);
    assertThat(linked).filteredOn(each -> each.startsWith("/admin/fleet/host?")).hasSize(2);
    StringBuilder pages = new StringBuilder(first).append(all);
    for (String address : linked) {
      if (!address.contains(".json")) {
        String page = page(address);
        pages.append(page);
        for (String deeper : addresses(page)) {
          pages.append(deeper.contains("/result?") ? page(deeper) : "");
        }
      }
    }
    assertThat(pages.toString())
        .contains("<h1><bdi>n\\u0000\\\\x&lt;script&gt;", "lt;img src=x onerror")
        .doesNotContain("<script>", "<img", "<b>", "<i>", "\u202e", "\u001b", "\u2028", "\u0000");
  }

  @Test
  void name_whenVeryLong_isShortenedInTables() throws Exception {
    fleet.tell("n".repeat(200), report(found("p".repeat(3_000))));

    String page = page("/admin/fleet");
    assertThat(page)
        .contains("<bdi>" + "n".repeat(60) + "\u2026</bdi>")
        .contains("<bdi>" + "p".repeat(60) + "\u2026</bdi>")
        .doesNotContain("p".repeat(61));
    assertThat(page("/admin/fleet/host?name=" + "n".repeat(200)))
        .contains("<h1><bdi>" + "n".repeat(200) + "</bdi>");
  }

  @Test
  void pages_whenThreeHundredHosts_askAndShowAsLittleAsOfThree() throws Exception {
    fleet.fill(3, 5);
    counted.forgetCount();
    page("/admin/fleet");
    long ofThree = counted.count();
    fleet.fill(300, 100);
    counted.forgetCount();
    String page = page("/admin/fleet?page=2&releases=2");

    assertThat(counted.count()).isEqualTo(ofThree);
    assertThat(rows(page)).isEqualTo(2 + 50 + 50);
    assertThat(page)
        .contains("51 to 100 of 300.", "51 to 100 of 101.", "Previous hosts", "Next hosts")
        .contains(">node-050<", ">node-099<", "plugin-098")
        .doesNotContain("<bdi>node-100</bdi></a></th>");
    assertThat(page("/admin/fleet?page=6")).contains("251 to 300 of 300.").doesNotContain("Next h");
    assertThat(page("/admin/fleet?page=7")).contains("There is no such page.");
    assertThat(page("/admin/fleet?page=-1&releases=x")).contains("1 to 50 of 300.");
    assertThat(page("/admin/fleet?page=99999999")).contains("There is no such page.");
    assertThat(page("/admin/fleet/host?name=node-007&page=2")).contains("51 to 100 of 100.");
    assertThat(page("/admin/fleet/results?node=node-00&plugin=plugin-000&attention=on"))
        .contains(">node-000<")
        .doesNotContain(">node-001<");
  }

  @Test
  void filters_whenGiven_areKeptInTheFormAndTheLinks() throws Exception {
    fleet.fill(300, 2);

    String page = page("/admin/fleet?node=NODE-1&plugin=plugin&attention=on");
    assertThat(page)
        .contains("value=\"NODE-1\"", "value=\"plugin\"", "name=\"attention\" checked")
        .contains(">node-100<")
        .doesNotContain("<bdi>node-101</bdi></a></th>", "<bdi>node-090</bdi></a></th>");
    assertThat(page("/admin/fleet?node=node-1")).contains("node=node-1&amp;plugin=&amp;page=2");
  }

  @Test
  void json_isThePageByItsSchema() throws Exception {
    fleet.fill(60, 2);

    HttpResponse<String> answer = admin.get("/admin/fleet.json?page=2");
    Schemas.FLEET.assertDescribes(answer.body());
    assertThat(answer.headers().firstValue("Content-Type")).hasValue("application/json");
    assertThat(answer.body()).contains("\"node-059\"").contains("\"fittingNodes\" : 60");
  }

  @Test
  void rescan_whenAskedFor_isAskedOfAllHosts() throws Exception {
    fleet.fill(3, 1);
    page("/admin/fleet");

    HttpResponse<String> answer = admin.post("/admin/fleet/rescan");
    assertThat(answer.statusCode()).isEqualTo(303);
    assertThat(fleet.requests()).isEqualTo(1);
    assertThat(page("/admin/fleet?asked=on")).contains("All hosts were asked.");
  }

  @Test
  void rescan_whenTheFormIsForeign_isNotAskedFor() throws Exception {
    page("/admin/fleet");

    assertThat(admin.postWith("", "/admin/fleet/rescan").statusCode()).isEqualTo(403);
    assertThat(admin.postWith("x".repeat(43), "/admin/fleet/rescan").statusCode()).isEqualTo(403);
    assertThat(
            admin.header("Origin", "http://evil.example").post("/admin/fleet/rescan").statusCode())
        .isEqualTo(403);
    Visitor stranger = new Visitor(server.port());
    stranger.get("/admin/login");
    assertThat(stranger.post("/admin/fleet/rescan").statusCode()).isEqualTo(303);
    assertThat(admin.get("/admin/fleet/rescan").statusCode()).isEqualTo(405);
    assertThat(fleet.requests()).isZero();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/admin/fleet",
        "/admin/fleet/",
        "/admin/fleet.json",
        "/admin/fleet/host?name=north",
        "/admin/fleet/results",
        "/admin/fleet/result?name=north&key=0"
      })
  void visitor_whenNotLoggedIn_isSentToTheLogin(String address) throws Exception {
    fleet.tell("north", report(modified));
    counted.forgetCount();

    HttpResponse<String> answer = new Visitor(server.port()).get(address);
    assertThat(answer.statusCode()).isEqualTo(303);
    assertThat(answer.headers().firstValue("Location")).hasValue("/admin/login");
    assertThat(answer.body()).doesNotContain("north");
    assertThat(counted.count()).isZero();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/admin/fleet/host",
        "/admin/fleet/host?name=none",
        "/admin/fleet/host?units=00",
        "/admin/fleet/host?units=zzzz",
        "/admin/fleet/result?name=north&key=none",
        "/admin/fleet/result?name=%00&key=%00"
      })
  void address_whenItNamesNothing_isNotFound(String address) throws Exception {
    fleet.tell("north", report(modified));

    assertThat(admin.get(address).statusCode()).isEqualTo(404);
  }

  @Test
  void database_whenAway_isToldAndTheOtherPagesGoOn() throws Exception {
    PGSimpleDataSource nowhere = new PGSimpleDataSource();
    nowhere.setPortNumbers(new int[] {1});
    server.close();
    inspection.fleetIs(FleetNodes.of(PostgresLedger.of(nowhere, "reader")));
    serve();

    HttpResponse<String> answer = admin.get("/admin/fleet");
    assertThat(answer.statusCode()).isEqualTo(503);
    assertThat(answer.body())
        .contains("What the fleet&#39;s nodes have reported cannot be read", "<h1>This did not");
    assertThat(page("/admin")).contains("Plugin integrity");
  }

  @Test
  void host_whenInNoFleet_hasNoSuchPages() throws Exception {
    server.close();
    StagedInspection alone = new StagedInspection(report());
    server =
        PageServer.start(
            new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
            new AccessControl(HASH, AccessRules.local(), new TestClock(Reports.NOW)),
            new PageServer.Content(
                () -> "", alone, new NoInstallation(), Uploads.in(Optional.empty())));
    admin = new Visitor(server.port());
    admin.logIn("correct horse");

    assertThat(admin.get("/admin/fleet").statusCode()).isEqualTo(404);
    assertThat(page("/admin")).doesNotContain("/admin/fleet");
  }
}

package dev.signet.pf4j;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import dev.signet.pf4j.install.SignedPluginInstaller;
import dev.signet.pf4j.load.PluginRejectedException;
import dev.signet.pf4j.update.SignedUpdateManager;
import dev.signet.pf4j.update.WebUpdateRepository;
import dev.signet.policy.Decision;
import dev.signet.policy.Decision.Action;
import dev.signet.policy.SignatureRequirement;
import dev.signet.report.Expiry;
import dev.signet.report.ReportText;
import dev.signet.sign.BundleSigner;
import dev.signet.sign.SigningIdentity;
import dev.signet.sign.key.PemFiles;
import dev.signet.testkit.Certificates;
import dev.signet.testkit.Certificates.Issued;
import dev.signet.testkit.ListServer;
import dev.signet.testkit.PluginKit;
import dev.signet.testkit.RevocationLists;
import dev.signet.testkit.TestClock;
import dev.signet.testkit.TestHost;
import dev.signet.testkit.Thorough;
import dev.signet.testkit.TimestampTokens;
import dev.signet.testkit.Trees;
import dev.signet.trust.RevocationPolicy;
import dev.signet.trust.RevocationPolicy.AfterGrace;
import dev.signet.trust.live.LiveTrust;
import dev.signet.verdict.Finding;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.pf4j.PluginState;

/**
 * 400 days in which nothing comes from any authority any more: no list, no certificate, no
 * timestamp, no catalogue. What ran yesterday stops only after 60 days in which each report told
 * until when it runs, unless the host wanted it otherwise.
 */
class YearWithoutAuthorityTest {
  private static final Instant BEGIN = Instant.parse("2026-06-01T12:00:00Z");
  private static final int DAYS = Thorough.times(400, 250);
  private static final int NOTICE_DAYS = 60;
  private static final int STEP = Thorough.times(1, 5);
  private static final String OFFER =
      "[{\"id\":\"lasting\",\"releases\":[{\"version\":\"1.1.0\",\"url\":\"lasting.zip\"}]}]";

  /** What these sign is checked on each of the days, and RSA is checked quickly. */
  private static final KeyPair ROOT = Certificates.sharedRsa(0);

  private static final KeyPair BRIEF = Certificates.sharedRsa(1);
  private static final KeyPair AUTHORS = Certificates.sharedRsa(2);

  private static final Map<String, byte[]> PLUGIN = PluginKit.plugin("x", "1.0.0").folderFiles();

  @TempDir private Path temp;
  private final TestClock clock = new TestClock(BEGIN);
  private final Issued root =
      Certificates.root("Root").keys(ROOT).valid(days(-400), days(4_000)).make();
  private final Issued brief =
      Certificates.root("Brief").keys(BRIEF).valid(days(-400), days(230)).make();
  private final Issued stamps = Certificates.root("TSA Root").valid(days(-400), days(300)).make();
  private final Issued stamper =
      TimestampTokens.signer("TSA", stamps).valid(days(-400), days(90)).make();
  private final Map<String, Path> sources = new HashMap<>();

  private static Instant days(int after) {
    return BEGIN.plus(Duration.ofDays(after));
  }

  @BeforeEach
  void install() throws Exception {
    write("root.crt", PemFiles.text(root.certificate()).getBytes(UTF_8));
    write("brief.crt", PemFiles.text(brief.certificate()).getBytes(UTF_8));
    write("timestamps/tsa.crt", PemFiles.text(stamps.certificate()).getBytes(UTF_8));
    plugin("lasting", root, 4_000, false);
    plugin("ending", root, 150, false);
    plugin("stamped", root, 70, true);
    plugin("stamped-late", root, 250, true);
    plugin("under-brief", brief, 4_000, false);
  }

  private void write(String file, byte[] bytes) {
    Trees.write(temp.resolve("trust").resolve(file), bytes);
  }

  private void plugin(String id, Issued issuer, int validDays, boolean stamped) throws Exception {
    Issued author =
        Certificates.leaf(id, issuer).keys(AUTHORS).valid(days(-10), days(validDays)).make();
    Path bundle = Trees.folder(temp.resolve("plugins").resolve(id), files(id, "1.0.0"));
    sign(bundle, author, stamped);
    sources.put(id, bundle);
  }

  private static Map<String, byte[]> files(String id, String version) {
    Map<String, byte[]> files = new HashMap<>(PLUGIN);
    String properties =
        new String(PLUGIN.get("plugin.properties"), UTF_8)
            .replace("id=x", "id=" + id)
            .replace("1.0.0", version);
    files.put("plugin.properties", properties.getBytes(UTF_8));
    return files;
  }

  private void sign(Path bundle, Issued author, boolean stamped) throws Exception {
    BundleSigner.Builder signer =
        BundleSigner.builder(
                SigningIdentity.of(author.keys().getPrivate(), author.certificate(), List.of()))
            .clock(clock);
    if (stamped) {
      signer.timestamps(signature -> TimestampTokens.by(stamper, signature).at(clock.now()).der());
    }
    signer.build().sign(bundle);
  }

  /** The last that came from each authority. */
  private void lists(int dueIn) throws Exception {
    int number = 1;
    for (Issued issuer : List.of(root, brief, stamps)) {
      write(
          "list-" + number + ".crl",
          RevocationLists.of(issuer).number(number).current(clock.now(), days(dueIn)).der());
      number++;
    }
  }

  /** A host, and where it looks for trust. */
  private record Host(LiveTrust trust, VerifyingPluginManager manager) implements AutoCloseable {
    @Override
    public void close() {
      manager.close();
      trust.close();
    }
  }

  private Host start(UnaryOperator<LiveTrust.Builder> settings) throws Exception {
    LiveTrust trust =
        settings
            .apply(
                LiveTrust.following(temp.resolve("trust"))
                    .copies(temp.resolve("copies"))
                    .lookEvery(Duration.ofHours(1))
                    .clock(clock))
            .open();
    VerifyingPluginManager manager =
        VerifyingPluginManager.builder(temp.resolve("plugins"))
            .require(SignatureRequirement.ALL)
            .trust(trust)
            .clock(clock)
            .stateDirectory(temp.resolve("state"))
            .build();
    manager.loadPlugins();
    manager.startPlugins();
    return new Host(trust, manager);
  }

  /** What was told of one plugin on one day. */
  private record Day(int day, Action action, String told, List<Expiry> expiries) {}

  /** What else a host does every day. */
  private interface Daily {
    void run(VerifyingPluginManager manager, int day) throws Exception;
  }

  private Map<String, List<Day>> pass(int restartEvery, UnaryOperator<LiveTrust.Builder> settings)
      throws Exception {
    return pass(restartEvery, settings, (manager, day) -> {});
  }

  /** Has the days pass; the host starts anew on every so many. */
  private Map<String, List<Day>> pass(
      int restartEvery, UnaryOperator<LiveTrust.Builder> settings, Daily daily) throws Exception {
    Map<String, List<Day>> told = new HashMap<>();
    Host host = start(settings);
    for (int day = 0; day <= DAYS; day += STEP) {
      // Not at the instant at which anything ends, which still counts.
      clock.set(days(day).plusSeconds(1));
      if (day % restartEvery == 0 && day > 0) {
        host.close();
        host = start(settings);
      } else {
        host.trust().refresh();
        host.manager().admission().reassess();
      }
      daily.run(host.manager(), day);
      List<Expiry> expiries = host.manager().report().expiries();
      for (Map.Entry<String, Path> plugin : sources.entrySet()) {
        Decision decision = TestHost.decision(host.manager(), plugin.getValue());
        StringBuilder text = new StringBuilder();
        for (Finding finding : decision.findings()) {
          text.append(finding.detail()).append('\n');
        }
        told.computeIfAbsent(plugin.getKey(), id -> new ArrayList<>())
            .add(new Day(day, decision.action(), text.toString(), expiries));
      }
    }
    host.close();
    return told;
  }

  @ParameterizedTest
  @ValueSource(ints = {1_000, 10})
  void plugin_whenItStops_wasReportedFor60DaysWithTheDay(int restartEvery) throws Exception {
    lists(30);
    Map<String, List<Day>> told = pass(restartEvery, settings -> settings);

    assertThat(stops(told))
        .as("what an authority's silence ends, and when: lists of 30 days, and 60 of grace")
        .isEqualTo(
            Map.of(
                "lasting", 90,
                "ending", 90,
                "stamped", 90,
                "stamped-late", 90,
                "under-brief", 90));
    told.forEach(YearWithoutAuthorityTest::assertNotice);
  }

  @Test
  void plugin_whenListsLast_stopsWithItsCertificateAndNotice() throws Exception {
    lists(4_000);
    Map<String, List<Day>> told = pass(50, settings -> settings);

    assertThat(stops(told)).isEqualTo(Map.of("ending", 150, "under-brief", 230));
    told.forEach(YearWithoutAuthorityTest::assertNotice);
  }

  @Test
  void plugin_whenTheHostGoesOnWithoutLists_stopsWithItsCertificateAndNotice() throws Exception {
    lists(30);
    RevocationPolicy goingOn = new RevocationPolicy(false, Duration.ZERO, AfterGrace.WARN);
    Map<String, List<Day>> told = pass(50, rules(goingOn));

    assertThat(stops(told)).isEqualTo(Map.of("ending", 150, "under-brief", 230));
    told.forEach(YearWithoutAuthorityTest::assertNotice);
  }

  @Test
  void plugin_whenItsHostAsksForLessGrace_stopsAsAsked() throws Exception {
    lists(30);
    RevocationPolicy strict = new RevocationPolicy(false, Duration.ofDays(5), AfterGrace.REFUSE);

    assertThat(stops(pass(50, rules(strict))).values()).containsOnly(35);
  }

  private static UnaryOperator<LiveTrust.Builder> rules(RevocationPolicy policy) {
    return settings -> settings.settings(store -> store.revocationPolicy(policy));
  }

  @Test
  void plugin_whenItsListCameFromTheWebThatIsGone_stopsWithNoticeToo() throws Exception {
    lists(4_000);
    Files.delete(temp.resolve("trust/list-1.crl"));
    try (ListServer server = new ListServer("127.0.0.1")) {
      byte[] list = RevocationLists.of(root).number(1).current(clock.now(), days(30)).der();
      UnaryOperator<LiveTrust.Builder> settings =
          builder -> builder.revocationList(server.address()).tls(server.clientContext());
      server.serve(list);
      start(settings).close();
      server.serve(exchange -> ListServer.status(exchange, 503));

      Map<String, List<Day>> told = pass(20, settings);

      assertThat(stops(told))
          .isEqualTo(
              Map.of(
                  "lasting", 90,
                  "ending", 90,
                  "stamped", 90,
                  "stamped-late", 90,
                  "under-brief", 230));
      told.forEach(YearWithoutAuthorityTest::assertNotice);
    }
  }

  /** What an update server may be after its authority has gone. */
  private enum Catalogue {
    /** It answers no question. */
    GONE,
    /** It answers, and has no list. */
    EMPTY,
    /** Its list is as it was, and what it offers was signed with a certificate of 20 days. */
    EXPIRED
  }

  @ParameterizedTest
  @EnumSource
  @SuppressWarnings("try") // closed early: nobody answers then
  void plugin_whenItsCatalogueIsGoneOrExpired_stopsNoSoonerAndWithNotice(Catalogue catalogue)
      throws Exception {
    lists(4_000);
    try (ListServer server = new ListServer("127.0.0.1")) {
      Map<String, byte[]> offer =
          Map.of("plugins.json", OFFER.getBytes(UTF_8), "lasting.zip", newerRelease("lasting"));
      server.serve(exchange -> serve(exchange, catalogue == Catalogue.EMPTY ? Map.of() : offer));
      WebUpdateRepository repository =
          WebUpdateRepository.at("catalogue", server.address().resolve("/"))
              .trusting(server.clientContext());
      if (catalogue == Catalogue.GONE) {
        server.close();
      }
      List<String> refused = new ArrayList<>();

      Map<String, List<Day>> told =
          pass(
              50,
              settings -> settings,
              (manager, day) -> {
                if (day >= 30) {
                  update(manager, repository).ifPresent(refused::add);
                }
              });

      assertThat(stops(told)).isEqualTo(Map.of("ending", 150, "under-brief", 230));
      told.forEach(YearWithoutAuthorityTest::assertNotice);
      if (catalogue == Catalogue.EXPIRED) {
        assertThat(refused)
            .hasSizeGreaterThan((DAYS - 30) / STEP)
            .allMatch(text -> text.contains("2026-06-21"), "names the day of the end");
      } else {
        assertThat(refused).isEmpty();
      }
    }
  }

  /** Asks the catalogue for what is new and takes it; returns why that was refused, if it was. */
  private static Optional<String> update(
      VerifyingPluginManager manager, WebUpdateRepository repository) {
    SignedUpdateManager updates =
        new SignedUpdateManager(manager, SignedPluginInstaller.of(manager), List.of(repository));
    updates.refresh();
    if (!updates.hasPluginUpdate("lasting")) {
      return Optional.empty();
    }
    try {
      updates.updatePlugin("lasting", null);
      throw new AssertionError("an update that nobody vouches for any more was installed");
    } catch (PluginRejectedException e) {
      assertThat(manager.getPlugin("lasting").getPluginState()).isEqualTo(PluginState.STARTED);
      return Optional.of(String.valueOf(e.getMessage()));
    }
  }

  /** Returns a newer release, signed with a certificate of 20 days. */
  private byte[] newerRelease(String id) throws Exception {
    Map<String, byte[]> files = files(id, "1.1.0");
    Path bundle = Trees.folder(temp.resolve("offered"), files);
    sign(bundle, Certificates.leaf(id, root).valid(days(-10), days(20)).make(), false);
    files.put("signature.json", Files.readAllBytes(bundle.resolve("signature.json")));
    return Trees.archiveBytes(files);
  }

  private static void serve(HttpExchange exchange, Map<String, byte[]> files) throws IOException {
    byte[] body = files.get(exchange.getRequestURI().getPath().substring(1));
    if (body == null) {
      ListServer.status(exchange, 404);
      return;
    }
    exchange.sendResponseHeaders(200, body.length);
    try (OutputStream out = exchange.getResponseBody()) {
      out.write(body);
    }
  }

  /** Returns the first day on which each was refused; none of those that never were. */
  private static Map<String, Integer> stops(Map<String, List<Day>> told) {
    Map<String, Integer> stops = new HashMap<>();
    told.forEach(
        (id, days) ->
            days.stream()
                .filter(day -> day.action() == Action.REFUSE)
                .findFirst()
                .ifPresent(day -> stops.put(id, day.day())));
    return stops;
  }

  /** Each of the 60 days before tells the day of the end, and so does the view of what is next. */
  private static void assertNotice(String id, List<Day> days) {
    days.stream()
        .filter(day -> day.action() == Action.REFUSE)
        .findFirst()
        .ifPresent(
            stop -> {
              String end = days(stop.day()).toString();
              for (Day day : days.subList((stop.day() - NOTICE_DAYS) / STEP, stop.day() / STEP)) {
                String when = id + " stops on day " + stop.day() + ", told on day " + day.day();
                assertThat(day.action()).as(when).isEqualTo(Action.WARN);
                assertThat(day.told()).as(when).contains(end);
                assertThat(day.expiries().stream().map(Expiry::at))
                    .as(when)
                    .contains(days(stop.day()));
              }
            });
    assertThat(days.get(0).action()).as(id + " on the first day").isNotEqualTo(Action.REFUSE);
  }

  @Test
  void report_tellsWhatRunsOutNextAndWhatToDo() throws Exception {
    lists(30);
    try (Host host = start(settings -> settings)) {
      assertThat(ReportText.of(host.manager().report()))
          .contains("Runs out next:    The revocation list of CN=")
          .contains(" runs out at 2026-07-01T12:00:00Z. It is reported as stale from then on, and");
      clock.set(days(31));
      Expiry next = host.manager().report().nextExpiry().orElseThrow();
      assertThat(next).returns(Expiry.Kind.SIGNER, Expiry::kind).returns(days(70), Expiry::at);
      assertThat(next.sentence())
          .startsWith("The certificate of CN=stamped (serial number ")
          .endsWith("Ask the author for a release signed with a renewed certificate.");
    }
  }
}

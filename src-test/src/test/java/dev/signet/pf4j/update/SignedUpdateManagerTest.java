package dev.signet.pf4j.update;

import static dev.signet.testkit.TestHost.greetings;
import static dev.signet.testkit.TestHost.reasons;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ch.qos.logback.classic.Level;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpServer;
import dev.signet.pf4j.VerifyingPluginManager;
import dev.signet.pf4j.install.PluginInstallException;
import dev.signet.pf4j.install.SignedPluginInstaller;
import dev.signet.pf4j.load.PluginRejectedException;
import dev.signet.testkit.ListServer;
import dev.signet.testkit.LoggedEvents;
import dev.signet.testkit.PluginAuthor;
import dev.signet.testkit.PluginKit;
import dev.signet.testkit.TestHost;
import dev.signet.testkit.Trace;
import dev.signet.testkit.Trees;
import dev.signet.verdict.Reason;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ProxySelector;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.pf4j.PluginRuntimeException;
import org.pf4j.update.FileDownloader;
import org.pf4j.update.FileVerifier;
import org.pf4j.update.PluginInfo;
import org.pf4j.update.UpdateManager;
import org.pf4j.update.VerifyException;

/** Updates from a real server, which may say and send what it likes. */
class SignedUpdateManagerTest {
  private static final String NO_CHECKSUM = "";

  @TempDir Path folder;
  private final Map<String, byte[]> served = new HashMap<>();
  private final Map<String, String> redirects = new HashMap<>();
  private final ArrayNode list = new ObjectMapper().createArrayNode();
  private ListServer server;
  private TestHost host;
  private VerifyingPluginManager manager;

  @BeforeEach
  void setUp() {
    server = new ListServer("127.0.0.1");
    server.serve(
        exchange -> {
          String path = exchange.getRequestURI().getPath();
          String target = redirects.get(path);
          byte[] body =
              path.equals("/plugins.json") && !served.containsKey(path)
                  ? list.toString().getBytes(UTF_8)
                  : served.get(path);
          if (target != null) {
            exchange.getResponseHeaders().add("Location", target);
            ListServer.status(exchange, 302);
          } else if (body == null) {
            ListServer.status(exchange, 404);
          } else {
            exchange.sendResponseHeaders(200, body.length);
            try (OutputStream out = exchange.getResponseBody()) {
              out.write(body);
            }
          }
        });
    host = new TestHost(folder);
    manager = host.manager();
  }

  @AfterEach
  void tearDown() throws Exception {
    server.close();
    host.close();
  }

  @Test
  void plugin_isInstalledUpdatedAndUninstalledFromAServer() {
    SignedUpdateManager updates = updates();
    offer("clock", "1.0.0", host.signed("clock", "1.0.0").greeting("one"));
    assertThat(updates.getAvailablePlugins()).extracting(info -> info.id).containsExactly("clock");

    assertThat(updates.installPlugin("clock", null)).isTrue();
    assertThat(greetings(manager)).containsExactly("one");
    assertThat(updates.getUpdates()).isEmpty();
    assertThat(updates.updatePlugin("clock", null)).isFalse();

    offer("clock", "1.1.0", host.signed("clock", "1.1.0").greeting("two"));
    offer("clock", "1.10.0", host.signed("clock", "1.10.0").greeting("three"));
    updates.refresh();
    assertThat(updates.getUpdates()).hasSize(1);
    assertThat(updates.updatePlugin("clock", "1.1.0")).isTrue();
    assertThat(greetings(manager)).containsExactly("two");
    assertThat(updates.updatePlugin("clock", null)).isTrue();
    assertThat(greetings(manager)).containsExactly("three");

    assertThat(updates.uninstallPlugin("clock")).isTrue();
    assertThat(updates.uninstallPlugin("clock")).isFalse();
    assertThat(manager.getPlugins()).isEmpty();
  }

  @Test
  void download_whenItIsNotTheReleaseAskedFor_leavesThePluginRunning() {
    running();
    SignedUpdateManager updates = updates();
    Map<String, Reason> reasons =
        Map.of(
            "unsigned", Reason.MISSING_SIGNATURE,
            "another plugin", Reason.DESCRIPTOR_MISMATCH,
            "another version", Reason.DESCRIPTOR_MISMATCH,
            "an older version", Reason.DOWNGRADE,
            "somebody else's", Reason.SCOPE_MISMATCH,
            "modified", Reason.INVALID_HASH);
    Map<String, byte[]> sent =
        Map.of(
            "unsigned", zip(PluginKit.plugin("clock", "2.0.0")),
            "another plugin", zip(host.signed("other", "2.0.0")),
            "another version", zip(host.signed("clock", "3.0.0")),
            "an older version", zip(host.signed("clock", "0.9.0")),
            "somebody else's", zip(PluginKit.plugin("clock", "2.0.0").signedBy(host.author("x"))),
            "modified", modified());
    offer("clock", "2.0.0", host.signed("clock", "2.0.0"));

    reasons.forEach(
        (what, reason) -> {
          served.put("/clock-2.0.0.zip", sent.get(what));
          assertThatExceptionOfType(PluginRejectedException.class)
              .as(what)
              .isThrownBy(() -> updates.updatePlugin("clock", null))
              .satisfies(e -> assertThat(reasons(e.decision())).contains(reason));
        });

    assertThat(greetings(manager)).containsExactly("old");
    assertThat(Trace.of("clock")).doesNotContain("clock stopped");
  }

  @Test
  void releaseByANewKey_isRefusedUntilItIsConfirmed() {
    running();
    SignedUpdateManager updates = updates();
    PluginAuthor second = PluginAuthor.of("clock", host.authority());
    offer("clock", "2.0.0", host.signed("clock", "2.0.0").signedBy(second).greeting("new"));

    assertThatExceptionOfType(PluginRejectedException.class)
        .isThrownBy(() -> updates.updatePlugin("clock", null))
        .satisfies(e -> assertThat(reasons(e.decision())).containsExactly(Reason.KEY_CHANGED));
    assertThat(greetings(manager)).containsExactly("old");
    assertThat(updates.installConfirmedPlugin("clock", null)).isTrue();

    assertThat(greetings(manager)).containsExactly("new");
  }

  @Test
  void release_whenItDoesNotStart_leavesTheOldOneRunning() {
    running();
    SignedUpdateManager updates = updates();
    offer("clock", "2.0.0", host.signed("clock", "2.0.0").atStart("throw new AssertionError();"));

    assertThatExceptionOfType(PluginInstallException.class)
        .isThrownBy(() -> updates.updatePlugin("clock", null))
        .withMessageContaining("Everything is as it was before");

    assertThat(greetings(manager)).containsExactly("old");
  }

  @Test
  void checksum_whenItIsMissingOrElsewhere_isNoMatterAndAWrongOneIs() {
    SignedUpdateManager updates = updates();
    offer("clock", "1.0.0", host.signed("clock", "1.0.0")).put("sha512sum", "ab".repeat(64));
    assertThatExceptionOfType(VerifyException.class)
        .isThrownBy(() -> updates.installPlugin("clock", null))
        .withMessageContaining("SHA-512");

    for (String sum : new String[] {NO_CHECKSUM, ".sha512", "http://127.0.0.1:1/never.sha512"}) {
      ((ObjectNode) list.get(0).get("releases").get(0)).put("sha512sum", sum);
      updates.refresh();
      assertThat(updates.installPlugin("clock", null)).isTrue();
      updates.uninstallPlugin("clock");
    }
  }

  @Test
  void list_whenItMakesNoSenseInParts_keepsNobodyFromUpdating() {
    running();
    offer("clock", "2.0.0", host.signed("clock", "2.0.0").greeting("new"));
    release(list.get(0), "not a version", "/clock-2.0.0.zip");
    release(list.get(0), "9.0.0", "http://127.0.0.1/plain.zip");
    release(list.get(0), "9.0.1", "file:///etc/passwd");
    release(list.get(0), "9.0.2", "jar:file:/x.jar!/y");
    release(list.get(0), "9.0.3", "https://user@127.0.0.1/x.zip");
    release(list.get(0), "9.0.4", "::not an address::");
    release(list.get(0), "9.0.5", "/clock-2.0.0.zip").put("requires", "((( ");
    ((ObjectNode) list.get(0)).withArray("releases").addNull().add("text").addObject();
    list.addNull().add(7).addObject().put("name", "no id");
    list.addObject().put("id", "no releases");
    list.addObject().put("id", "long").put("description", "x".repeat(20_000)).put("releases", 3);
    list.addObject().put("id", "clock").putArray("releases");
    SignedUpdateManager updates = updates();

    List<PluginInfo> all = updates.getPlugins();

    assertThat(all).extracting(info -> info.id).containsExactly("clock", "long", "no releases");
    assertThat(all.get(0).releases).extracting(release -> release.version).containsExactly("2.0.0");
    assertThat(updates.updatePlugin("clock", null)).isTrue();
    assertThat(greetings(manager)).containsExactly("new");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "+999999999-12-31T23:59:59Z",
        "-999999999-01-01T00:00:00Z",
        "+292278994-08-17T07:12:55.808Z",
        "2026-02-31",
        "yesterday",
        ""
      })
  void date_whenItIsNone_keepsNobodyFromUpdating(String date) {
    running();
    offer("clock", "2.0.0", host.signed("clock", "2.0.0"));
    release(list.addObject().put("id", "other"), "1.0.0", "other.zip").put("date", date);
    SignedUpdateManager updates = updates();

    assertThat(updates.getUpdates()).extracting(info -> info.id).containsExactly("clock");

    assertThat(updates.getPlugins())
        .filteredOn(info -> info.id.equals("other"))
        .flatExtracting(info -> info.releases)
        .extracting(release -> release.date.toInstant())
        .containsExactly(Instant.EPOCH);
  }

  @ParameterizedTest
  @ValueSource(strings = {"[", "{}", "null", "", "[[[[[[[[[[[[[[[[[[[[]]]]]]]]]]]]]]]]]]]]"})
  void list_whenItIsNone_isAServerWithoutPlugins(String text) {
    served.put("/plugins.json", text.getBytes(UTF_8));

    assertThat(updates().getPlugins()).isEmpty();
  }

  @Test
  void listOfCountlessEntries_isAServerWithoutPlugins() {
    list.add(new ObjectMapper().createObjectNode().put("id", "clock"));
    String some = list.toString();
    served.put("/plugins.json", some.replace("]", ",{}".repeat(600_000) + "]").getBytes(UTF_8));

    assertThat(updates().getPlugins()).isEmpty();
  }

  @Test
  void list_whenItIsEndless_isAServerWithoutPlugins() {
    server.serve(
        exchange -> {
          exchange.sendResponseHeaders(200, 0);
          try (OutputStream out = exchange.getResponseBody()) {
            byte[] spaces = " ".repeat(1 << 16).getBytes(UTF_8);
            while (true) {
              out.write(spaces);
            }
          } catch (IOException e) {
            // The client hangs up.
          }
        });

    assertThat(updates().getPlugins()).isEmpty();
  }

  @Test
  void download_whenItIsTooLargeOrTooSlow_isGivenUp() {
    running();
    offer("clock", "2.0.0", host.signed("clock", "2.0.0").file("big", new byte[50_000]));
    served.put("/clock-2.0.0.zip", new byte[100_000]);
    SignedUpdateManager updates = updates(it -> it.within(Duration.ofSeconds(20), 50_000));

    assertThatExceptionOfType(PluginRuntimeException.class)
        .isThrownBy(() -> updates.updatePlugin("clock", null))
        .withMessageContaining("exceeds 50000 bytes");

    SignedUpdateManager hasty = updates(it -> it.within(Duration.ofMillis(700), 50_000));
    assertThat(hasty.getPlugins()).hasSize(1);
    server.serve(
        exchange -> {
          exchange.sendResponseHeaders(200, 40_000);
          pause(Duration.ofSeconds(3));
        });
    assertThatExceptionOfType(PluginRuntimeException.class)
        .isThrownBy(() -> hasty.updatePlugin("clock", null))
        .withMessageContaining("did not answer within");
    assertThat(greetings(manager)).containsExactly("old");
  }

  @Test
  void redirect_isFollowedWithinHttpsOnly() throws IOException {
    running();
    offer("clock", "2.0.0", host.signed("clock", "2.0.0").greeting("new"));
    served.put("/elsewhere.zip", served.remove("/clock-2.0.0.zip"));
    SignedUpdateManager updates = updates();
    HttpServer plain = plainServer();
    try {
      redirects.put("/clock-2.0.0.zip", plainAddress(plain) + "elsewhere.zip");
      assertThatExceptionOfType(PluginRuntimeException.class)
          .isThrownBy(() -> updates.updatePlugin("clock", null))
          .withMessageContaining("HTTP status 302");
      redirects.put("/clock-2.0.0.zip", "/clock-2.0.0.zip");
      assertThatExceptionOfType(PluginRuntimeException.class)
          .isThrownBy(() -> updates.updatePlugin("clock", null));
      assertThat(greetings(manager)).containsExactly("old");

      redirects.put("/clock-2.0.0.zip", "/elsewhere.zip");
      assertThat(updates.updatePlugin("clock", null)).isTrue();
      assertThat(greetings(manager)).containsExactly("new");
    } finally {
      plain.stop(0);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"file:///srv/plugins/", "ftp://x/", "plugins/", "https:///", "jar:file:/x.jar!/"})
  void repository_whenItIsNoWebServer_isRefusedAtOnce(String address) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> SignedUpdateManager.of(manager, URI.create(address)))
        .withMessageContaining(address)
        .withMessageContaining("installOrUpdate");
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void server_whenItWantsAPassword_isToldIt(boolean inAddress) throws Exception {
    offer("clock", "1.0.0", host.signed("clock", "1.0.0"));
    byte[] plugins = list.toString().getBytes(UTF_8);
    byte[] bundle = Objects.requireNonNull(served.get("/clock-1.0.0.zip"));
    String basic = "Basic " + Base64.getEncoder().encodeToString("ann:p@ss".getBytes(UTF_8));
    server.serve(
        exchange -> {
          String path = exchange.getRequestURI().getPath();
          if (!basic.equals(exchange.getRequestHeaders().getFirst("Authorization"))) {
            exchange.getResponseHeaders().add("WWW-Authenticate", "Basic realm=\"plugins\"");
            ListServer.status(exchange, 401);
          } else {
            byte[] body = path.equals("/plugins.json") ? plugins : bundle;
            exchange.sendResponseHeaders(200, body.length);
            exchange.getResponseBody().write(body);
          }
        });
    try (LoggedEvents log = new LoggedEvents(WebUpdateRepository.class, Level.DEBUG)) {
      SignedUpdateManager updates = loggingIn(inAddress, "p@ss");
      assertThat(updates.installPlugin("clock", null)).isTrue();
      assertThat(loggingIn(inAddress, "wr@ng").getPlugins()).isEmpty();
      assertThat(updates().getPlugins()).isEmpty();
      assertThat(log.messages())
          .hasSize(2)
          .anySatisfy(text -> assertThat(text).contains("does not take the user name"))
          .anySatisfy(text -> assertThat(text).contains("WebUpdateRepository.loggingIn"))
          .noneSatisfy(text -> assertThat(text).containsAnyOf("p@ss", "p%40ss", "wr"));
      assertThat(updates.getRepositories().get(0).getUrl().toString()).doesNotContain("ann");
      assertThat(updates.getRepositories().get(0).getId()).doesNotContain("ann");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"https://other:8443/", "https://plugins:8444/", "http://plugins:8443/"})
  void password_whenAnotherServerAsks_isNotTold(String asking) throws Exception {
    Login login = new Login(URI.create("https://plugins:8443/x/"), "ann", "p@ss");
    assertThat(asked(login, "https://PLUGINS:8443/y")).isTrue();
    assertThat(asked(login, asking)).isFalse();
    assertThat(login.toString()).doesNotContain("p@ss");
  }

  private static boolean asked(Login login, String asking) throws Exception {
    java.net.URL url = URI.create(asking).toURL();
    return java.net.Authenticator.requestPasswordAuthentication(
            login,
            url.getHost(),
            null,
            url.getPort(),
            url.getProtocol(),
            "realm",
            "basic",
            url,
            java.net.Authenticator.RequestorType.SERVER)
        != null;
  }

  private SignedUpdateManager loggingIn(boolean inAddress, String password) {
    URI address = server.address().resolve("/");
    String encoded = "//ann:" + password.replace("@", "%40") + "@";
    WebUpdateRepository repository =
        inAddress
            ? WebUpdateRepository.at("test", URI.create(address.toString().replace("//", encoded)))
            : WebUpdateRepository.at("test", address).loggingIn("ann", password);
    return updates(ignored -> repository.trusting(server.clientContext()));
  }

  @Test
  void proxy_whenTheJvmHasOne_isAsked() throws IOException {
    offer("clock", "1.0.0", host.signed("clock", "1.0.0"));
    HttpServer proxy = plainServer();
    ProxySelector before = ProxySelector.getDefault();
    try {
      ProxySelector.setDefault(ProxySelector.of(proxy.getAddress()));
      WebUpdateRepository far =
          WebUpdateRepository.at("far", URI.create("http://plugins.invalid/")).allowingPlainHttp();
      assertThat(far.getPlugins()).containsOnlyKeys("clock");
    } finally {
      ProxySelector.setDefault(before);
      proxy.stop(0);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "plugin.requires=>=9.0.0, HOST_VERSION_UNMET",
    "plugin.class=kit.Nowhere, NOT_RUNNABLE"
  })
  void release_whenItWouldNotRunHere_isRefusedBeforeAnythingStops(String line, Reason reason) {
    running();
    manager.setSystemVersion("1.0.0");
    offer("clock", "2.0.0", host.signed("clock", "2.0.0").properties(line));

    assertThatExceptionOfType(PluginRejectedException.class)
        .isThrownBy(() -> updates().updatePlugin("clock", "2.0.0"))
        .satisfies(e -> assertThat(reasons(e.decision())).contains(reason));

    assertThat(greetings(manager)).containsExactly("old");
    assertThat(Trace.of("clock")).doesNotContain("clock stopped");
  }

  @Test
  void plainHttp_isSpokenOnlyWhereItIsAllowed() throws IOException {
    offer("clock", "1.0.0", host.signed("clock", "1.0.0"));
    HttpServer plain = plainServer();
    try {
      URI address = plainAddress(plain);
      assertThatIllegalArgumentException()
          .isThrownBy(() -> SignedUpdateManager.of(manager, address))
          .withMessageContaining("allowingPlainHttp");

      SignedUpdateManager allowed =
          new SignedUpdateManager(
              manager,
              SignedPluginInstaller.of(manager),
              List.of(WebUpdateRepository.at("plain", address).allowingPlainHttp()));
      assertThat(allowed.installPlugin("clock", "1.0.0")).isTrue();
    } finally {
      plain.stop(0);
    }
  }

  @Test
  void download_isDeletedWhetherItIsInstalledOrRefused() {
    running();
    List<Path> downloaded = new ArrayList<>();
    SignedUpdateManager updates =
        new SignedUpdateManager(manager, SignedPluginInstaller.of(manager), List.of(repository())) {
          @Override
          protected FileDownloader getFileDownloader(String pluginId) {
            FileDownloader downloader = super.getFileDownloader(pluginId);
            return address -> {
              Path file = downloader.downloadFile(address);
              assertThat(file).exists();
              downloaded.add(file);
              return file;
            };
          }
        };
    offer("clock", "2.0.0", PluginKit.plugin("clock", "2.0.0"));
    assertThatExceptionOfType(PluginRejectedException.class)
        .isThrownBy(() -> updates.updatePlugin("clock", null));
    offer("other", "1.0.0", host.signed("other", "1.0.0"));
    updates.refresh();
    assertThat(updates.installPlugin("other", null)).isTrue();

    assertThat(downloaded)
        .hasSize(2)
        .allSatisfy(file -> assertThat(file.getParent()).doesNotExist());
  }

  @Test
  void download_isMadeInTheStateDirectoryWhereTheNextStartDeletesWhatAKillLeft()
      throws IOException {
    URI address = server.address().resolve("/clock-1.0.0.zip");
    offer("clock", "1.0.0", host.signed("clock", "1.0.0"));

    Path left = updates().getFileDownloader("clock").downloadFile(address.toURL());

    assertThat(left).startsWith(host.state().toRealPath().resolve("staging"));
    manager.close();
    host.manager();
    assertThat(left.getParent()).doesNotExist();
  }

  @Test
  void release_whenItsVersionCannotBeRead_isLeftOutWithAWordOnce() throws IOException {
    running();
    release(list.addObject().put("id", "clock"), "1.1", "/clock-1.1.zip");
    SignedUpdateManager updates = updates();
    try (LoggedEvents log = new LoggedEvents(SignedUpdateManager.class, Level.WARN)) {
      updates.getPluginsMap();
      updates.getPluginsMap();

      assertThat(log.messages())
          .containsExactly(
              "Release 1.1 of clock is left out: PF4J cannot read the version '1.1'; it reads three"
                  + " numbers, such as 1.1.0");
    }
  }

  @Test
  void download_whenItIsGivenUp_leavesNothing() throws IOException {
    release(list.addObject().put("id", "clock"), "1.0.0", "not-there.zip");
    release(list.addObject().put("id", "other"), "1.0.0", "https://127.0.0.1:99999/other.zip");
    SignedUpdateManager updates = updates();

    for (String id : List.of("clock", "other")) {
      assertThatExceptionOfType(PluginRuntimeException.class)
          .isThrownBy(() -> updates.installPlugin(id, null))
          .withMessageContaining("cannot be downloaded");
    }

    assertThat(host.state().resolve("staging")).isEmptyDirectory();
  }

  @Test
  void damagedPlugin_isPutRightByInstallingIt() throws IOException {
    Path source = host.signed("clock", "1.0.0").folder(host.plugins());
    Files.writeString(source.resolve("extra"), "x");
    manager.loadPlugins();
    assertThat(manager.getPlugins()).isEmpty();
    offer("clock", "1.1.0", host.signed("clock", "1.1.0").greeting("new"));
    SignedUpdateManager updates = updates();

    assertThatExceptionOfType(PluginRuntimeException.class)
        .isThrownBy(() -> updates.updatePlugin("clock", null))
        .withMessageContaining("is not loaded; install it instead");
    assertThat(updates.installPlugin("clock", null)).isTrue();

    assertThat(greetings(manager)).containsExactly("new");
    assertThat(manager.refusals()).isEmpty();
  }

  @Test
  void server_whenItDidNotAnswer_isAskedAgainAfterAMinuteOrWhenToldTo() {
    running();
    offer("clock", "2.0.0", host.signed("clock", "2.0.0"));
    redirects.put("/plugins.json", "/nowhere");
    AtomicLong minutes = new AtomicLong();
    SignedUpdateManager updates =
        updates(it -> it.timedBy(() -> TimeUnit.MINUTES.toNanos(minutes.get()) - 1));

    assertThat(updates.getUpdates()).isEmpty();
    int asked = server.requests();
    assertThat(updates.getAvailablePlugins()).isEmpty();
    assertThat(server.requests()).as("not once for each plugin").isEqualTo(asked);

    redirects.clear();
    minutes.set(1);
    assertThat(updates.getUpdates()).hasSize(1);

    redirects.put("/plugins.json", "/nowhere");
    updates.refresh();
    assertThat(updates.getUpdates()).isEmpty();
    redirects.clear();
    updates.refresh();
    assertThat(updates.getUpdates()).hasSize(1);
  }

  @Test
  void server_whenItIsNotThere_hasNoPluginsAndOthersHave() {
    offer("clock", "1.0.0", host.signed("clock", "1.0.0"));
    SignedUpdateManager updates = updates();
    updates.addRepository(
        WebUpdateRepository.at("gone", URI.create("https://127.0.0.1:1/plugins.json")));

    assertThat(updates.getPlugins()).hasSize(1);
    assertThatThrownBy(() -> updates.installPlugin("nowhere", null))
        .isInstanceOf(PluginRuntimeException.class);
    assertThatThrownBy(() -> updates.updatePlugin("clock", null))
        .hasMessageContaining("is not loaded; install it instead");
    assertThat(updates.hasPluginUpdate("clock")).isFalse();
  }

  @Test
  void fileInTheWorkingDirectory_namesNoRepositories() {
    SignedUpdateManager updates = updates();

    updates.initRepositoriesFromJson();

    assertThat(updates.getRepositories()).hasSize(1);
    assertThat(updates.getRepositories().get(0)).isInstanceOf(WebUpdateRepository.class);
  }

  @Test
  void verifierInPf4jsOwnUpdateManager_refusesBeforeThePluginIsTouched() {
    running();
    SignatureFileVerifier verifier = new SignatureFileVerifier(SignedPluginInstaller.of(manager));
    UpdateManager plain =
        new UpdateManager(manager, List.of(repository())) {
          @Override
          protected FileVerifier getFileVerifier(String pluginId) {
            return verifier;
          }

          @Override
          protected FileDownloader getFileDownloader(String pluginId) {
            return ((WebDownloader) super.getFileDownloader(pluginId)).below(folder);
          }
        };
    offer("clock", "2.0.0", host.signed("clock", "2.0.0").greeting("new"));
    byte[] right = served.put("/clock-2.0.0.zip", zip(host.signed("clock", "1.5.0")));

    assertThatExceptionOfType(VerifyException.class)
        .isThrownBy(() -> plain.updatePlugin("clock", null))
        .withMessageContaining("'clock' 1.5.0, not 'clock' 2.0.0");
    assertThat(greetings(manager)).containsExactly("old");
    assertThat(Trace.of("clock")).doesNotContain("clock stopped");

    served.put("/clock-2.0.0.zip", right);
    assertThat(plain.updatePlugin("clock", null)).isTrue();
    assertThat(greetings(manager)).containsExactly("new");
  }

  private void running() {
    host.signed("clock", "1.0.0").greeting("old").zip(host.plugins());
    manager.loadPlugins();
    manager.startPlugins();
  }

  private SignedUpdateManager updates() {
    return updates(repository -> repository);
  }

  private SignedUpdateManager updates(UnaryOperator<WebUpdateRepository> options) {
    return new SignedUpdateManager(
        manager, SignedPluginInstaller.of(manager), List.of(options.apply(repository())));
  }

  private WebUpdateRepository repository() {
    return WebUpdateRepository.at("test", server.address().resolve("/"))
        .trusting(server.clientContext());
  }

  private ObjectNode offer(String id, String version, PluginKit kit) {
    String path = "/" + id + "-" + version + ".zip";
    served.put(path, zip(kit));
    ObjectNode entry = null;
    for (int i = 0; i < list.size(); i++) {
      if (list.get(i).path("id").asText().equals(id)) {
        entry = (ObjectNode) list.get(i);
      }
    }
    if (entry == null) {
      entry = list.addObject().put("id", id);
    }
    return release(entry, version, path.substring(1));
  }

  private static ObjectNode release(JsonNode entry, String version, String url) {
    return ((ObjectNode) entry)
        .withArray("releases")
        .addObject()
        .put("version", version)
        .put("date", "2026-01-31")
        .put("url", url);
  }

  private static byte[] zip(PluginKit kit) {
    return Trees.archiveBytes(kit.folderFiles());
  }

  private byte[] modified() {
    Map<String, byte[]> files = host.signed("clock", "2.0.0").folderFiles();
    files.put("classes/META-INF/extensions.idx", "changed\n".getBytes(UTF_8));
    return Trees.archiveBytes(files);
  }

  private HttpServer plainServer() throws IOException {
    HttpServer plain =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    plain.createContext(
        "/",
        exchange -> {
          String path = exchange.getRequestURI().getPath();
          byte[] body =
              path.equals("/plugins.json")
                  ? list.toString().getBytes(UTF_8)
                  : served.getOrDefault(path, new byte[0]);
          exchange.sendResponseHeaders(200, body.length);
          try (OutputStream out = exchange.getResponseBody()) {
            out.write(body);
          }
        });
    plain.start();
    return plain;
  }

  private static URI plainAddress(HttpServer plain) {
    return URI.create("http://127.0.0.1:" + plain.getAddress().getPort() + "/");
  }

  private static void pause(Duration time) {
    try {
      Thread.sleep(time.toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}

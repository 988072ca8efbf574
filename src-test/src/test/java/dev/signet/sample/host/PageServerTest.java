package dev.signet.sample.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import dev.signet.sample.host.admin.Uploads;
import dev.signet.sample.host.web.AccessControl;
import dev.signet.sample.host.web.AccessRules;
import dev.signet.sample.host.web.PasswordHash;
import dev.signet.testkit.Reports;
import dev.signet.testkit.TestClock;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Who gets what: names, headers, cookies, sessions, tokens, guesses. */
class PageServerTest {
  private static final String PASSWORD = "correct horse";

  /** A cheap one, for the sake of time. */
  private static final PasswordHash HASH =
      PasswordHash.parse(
          "$argon2id$v=19$m=64,t=1,p=1$YSBzYWx0IG9mIGEgdGVzdA"
              + "$Kmhv30vkUnJuGukuKfuZCkVHJKZSGvRQQd+s6t50mbQ");

  private final TestClock clock = new TestClock(Reports.NOW);
  private final StagedInspection inspection = new StagedInspection(Reports.report());
  private PageServer server;

  @BeforeEach
  void start() throws IOException {
    server = start(AccessRules.local());
  }

  @AfterEach
  void stop() {
    server.close();
  }

  private PageServer start(AccessRules rules) throws IOException {
    return PageServer.start(
        new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
        new AccessControl(HASH, rules, clock),
        new PageServer.Content(
            () -> "<p>the page</p>",
            inspection,
            new NoInstallation(),
            Uploads.in(Optional.empty())));
  }

  private Visitor visitor() {
    return new Visitor(server.port());
  }

  private Visitor admin() throws IOException, InterruptedException {
    Visitor visitor = visitor();
    assertThat(visitor.logIn(PASSWORD).statusCode()).isEqualTo(303);
    visitor.get("/admin");
    return visitor;
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"/", "/admin", "/admin/login", "/admin.js", "/nothing", "/admin/report.txt"})
  void everyAnswer_isUnderAStrictPolicy(String path) throws Exception {
    HttpResponse<String> answer = admin().get(path);
    assertThat(header(answer, "Content-Security-Policy"))
        .startsWith("default-src 'none'; style-src 'self'; script-src 'self'")
        .contains("form-action 'self'", "base-uri 'none'", "frame-ancestors 'none'")
        .doesNotContain("unsafe", "http", "*", "data:");
    assertThat(header(answer, "X-Content-Type-Options")).isEqualTo("nosniff");
    assertThat(header(answer, "X-Frame-Options")).isEqualTo("DENY");
    assertThat(header(answer, "Referrer-Policy")).isEqualTo("same-origin");
    assertThat(header(answer, "Cross-Origin-Opener-Policy")).isEqualTo("same-origin");
    assertThat(header(answer, "Cache-Control")).isEqualTo("no-store");
    assertThat(answer.headers().map()).doesNotContainKeys("server", "strict-transport-security");
  }

  @ParameterizedTest
  @CsvSource({
    "/dashboard.css, text/css",
    "/signet-report.css, text/css",
    "/admin.js, text/javascript",
    "/icon.svg, image/svg+xml",
    "/, text/html"
  })
  void publicPages_areServed(String path, String type) throws Exception {
    HttpResponse<String> answer = visitor().get(path);
    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(header(answer, "Content-Type")).startsWith(type);
    assertThat(answer.headers().map()).doesNotContainKey("set-cookie");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/admin",
        "/admin/",
        "/admin/plugins/0",
        "/admin/report.txt",
        "/admin/report.json",
        "/admin/plugins/0/report.txt",
        "/admin/rescan",
        "/admin/anything"
      })
  void visitor_whenNotLoggedIn_isSentToTheLogin(String path) throws Exception {
    HttpResponse<String> answer = visitor().get(path);
    assertThat(answer.statusCode()).isEqualTo(303);
    assertThat(header(answer, "Location")).endsWith("/admin/login");
    assertThat(answer.body()).doesNotContain("integrity");
  }

  @Test
  void visitor_whenNotLoggedIn_getsNoProgress() throws Exception {
    assertThat(visitor().get("/admin/progress").statusCode()).isEqualTo(401);
  }

  @Test
  void visitor_whenNotLoggedIn_cannotRescanEvenWithAToken() throws Exception {
    Visitor visitor = visitor();
    visitor.get("/admin/login");
    assertThat(visitor.post("/admin/rescan").statusCode()).isEqualTo(303);
    assertThat(visitor.post("/admin/rescan/stop").statusCode()).isEqualTo(303);
    assertThat(inspection.asked()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"/admin/rescan", "/admin/rescan/stop", "/admin/logout", "/admin/login", "/"})
  void formWithoutOrWithAnotherToken_isRefused(String path) throws Exception {
    Visitor visitor = admin();
    String stranger = admin().token();
    assertThat(visitor.postWith("", path).statusCode()).isEqualTo(403);
    assertThat(visitor.postWith(stranger, path).statusCode()).isEqualTo(403);
    assertThat(visitor.send("POST", path).statusCode()).isEqualTo(403);
    assertThat(inspection.asked()).isEmpty();
    assertThat(visitor.get("/admin").statusCode()).isEqualTo(200);
  }

  @Test
  void tokenOfBeforeTheLogin_isWorthNothingAfterIt() throws Exception {
    Visitor visitor = visitor();
    visitor.get("/admin/login");
    String before = visitor.token();
    visitor.logIn(PASSWORD);
    assertThat(visitor.postWith(before, "/admin/rescan").statusCode()).isEqualTo(403);
  }

  @Test
  void formOfAnotherSite_isRefusedWhateverItsToken() throws Exception {
    Visitor visitor = admin().header("Origin", "https://evil.example");
    assertThat(visitor.post("/admin/rescan").statusCode()).isEqualTo(403);
    Visitor own = admin().header("Origin", "http://127.0.0.1:" + server.port());
    assertThat(own.post("/admin/rescan").statusCode()).isEqualTo(303);
    assertThat(inspection.asked()).containsExactly("all");
  }

  @Test
  void otherMethods_areRefused() throws Exception {
    Visitor visitor = admin();
    HttpResponse<String> answer = visitor.get("/admin/rescan");
    assertThat(answer.statusCode()).isEqualTo(405);
    for (String method : new String[] {"PUT", "DELETE", "PATCH", "TRACE", "OPTIONS"}) {
      assertThat(visitor.send(method, "/admin/rescan").statusCode()).as(method).isIn(403, 405);
    }
    assertThat(visitor.send("HEAD", "/").body()).isEmpty();
    assertThat(visitor.get("/../etc/passwd").statusCode()).isIn(400, 404);
    assertThat(inspection.asked()).isEmpty();
  }

  @Test
  void form_whenItIsTooLarge_isRefused() throws Exception {
    Visitor visitor = visitor();
    visitor.get("/admin/login");
    assertThat(visitor.post("/admin/login", "password", "x".repeat(20_000)).statusCode())
        .isEqualTo(413);
  }

  @Test
  void nameOfAnotherSite_getsNoPage() throws IOException {
    assertThat(raw("evil.example:" + server.port()))
        .startsWith("HTTP/1.1 421")
        .doesNotContain("the page");
    assertThat(raw("localhost:" + server.port())).startsWith("HTTP/1.1 200");
    assertThat(raw("LOCALHOST:" + server.port())).startsWith("HTTP/1.1 200");
    assertThat(raw("localhost:1")).startsWith("HTTP/1.1 421");
    assertThat(raw("localhost")).startsWith("HTTP/1.1 421");
  }

  @Test
  void cookies_areOutOfReachOfScriptsAndOtherSites() throws Exception {
    Visitor visitor = visitor();
    HttpResponse<String> answer = visitor.logIn(PASSWORD);
    assertThat(answer.headers().allValues("Set-Cookie"))
        .singleElement()
        .asString()
        .matches(
            "signet-session=[\\w-]{43}; Path=/; (HttpOnly; SameSite=Strict|SameSite=Strict; HttpOnly)");
  }

  @Test
  void cookiesUnderHttps_areSecureAndOfThisHostAlone() throws Exception {
    server.close();
    server = start(new AccessRules(Set.of("host.example"), true));
    Visitor visitor = visitor();
    HttpResponse<String> answer = visitor.logIn(PASSWORD);
    assertThat(answer.headers().allValues("Set-Cookie"))
        .singleElement()
        .asString()
        .startsWith("__Host-signet-session=")
        .contains("; Secure", "; HttpOnly", "; Path=/", "SameSite=Strict")
        .doesNotContain("Domain");
    assertThat(header(answer, "Strict-Transport-Security")).isEqualTo("max-age=31536000");
    assertThat(raw("host.example")).startsWith("HTTP/1.1 200");
    assertThat(raw("other.example")).startsWith("HTTP/1.1 421");
  }

  @Test
  void sessionGivenByAnother_isNotTheOneThatIsLoggedIn() throws Exception {
    Visitor victim = visitor();
    victim.putCookie("signet-session", "A".repeat(43));
    victim.putCookie("signet-visitor", "B".repeat(43));
    assertThat(victim.logIn(PASSWORD).statusCode()).isEqualTo(303);
    assertThat(victim.cookie("signet-session")).isNotEqualTo("A".repeat(43));
    Visitor attacker = visitor();
    attacker.putCookie("signet-session", "A".repeat(43));
    assertThat(attacker.get("/admin").statusCode()).isEqualTo(303);
  }

  @Test
  void loggingInAnew_endsTheSessionBefore() throws Exception {
    Visitor visitor = admin();
    Visitor before = visitor();
    before.putCookie("signet-session", visitor.cookie("signet-session"));
    visitor.post("/admin/login", "password", PASSWORD);
    assertThat(before.get("/admin").statusCode()).isEqualTo(303);
    assertThat(visitor.get("/admin").statusCode()).isEqualTo(200);
  }

  @Test
  void loggingOut_endsTheSessionForWhoeverHasTheCookie() throws Exception {
    Visitor visitor = admin();
    String session = visitor.cookie("signet-session");
    HttpResponse<String> answer = visitor.post("/admin/logout");
    assertThat(header(answer, "Set-Cookie"))
        .contains("signet-session=;", "Expires=Thu, 01 Jan 1970");
    visitor.putCookie("signet-session", session);
    assertThat(visitor.get("/admin").statusCode()).isEqualTo(303);
  }

  @Test
  void session_endsWithoutUseAndInAnyCaseAfterEightHours() throws Exception {
    Visitor visitor = admin();
    clock.advance(Duration.ofMinutes(29));
    assertThat(visitor.get("/admin").statusCode()).isEqualTo(200);
    clock.advance(Duration.ofMinutes(29));
    assertThat(visitor.get("/admin/progress").statusCode()).isEqualTo(200);
    clock.advance(Duration.ofMinutes(1));
    assertThat(visitor.get("/admin").statusCode()).isEqualTo(303);

    Visitor busy = admin();
    for (int i = 0; i < 16; i++) {
      assertThat(busy.get("/admin").statusCode()).isEqualTo(200);
      clock.advance(Duration.ofMinutes(29));
    }
    clock.advance(Duration.ofMinutes(16));
    assertThat(busy.get("/admin").statusCode()).isEqualTo(303);
  }

  @Test
  void guesses_areLimitedAndTheRightPasswordComesTooLateAmongThem() throws Exception {
    Visitor guesser = visitor();
    for (int i = 0; i < 5; i++) {
      assertThat(guesser.logIn("wrong" + i).statusCode()).isEqualTo(403);
    }
    HttpResponse<String> answer = guesser.logIn(PASSWORD);
    assertThat(answer.statusCode()).isEqualTo(429);
    assertThat(Integer.parseInt(header(answer, "Retry-After"))).isBetween(1, 301);
    assertThat(answer.body()).contains("Too many wrong passwords").doesNotContain(PASSWORD);
    clock.advance(Duration.ofMinutes(5));
    assertThat(guesser.logIn(PASSWORD).statusCode()).isEqualTo(303);
  }

  @Test
  void guessing_locksOutNobodyWhoIsIn() throws Exception {
    Visitor admin = admin();
    Visitor guesser = visitor();
    for (int i = 0; i < 6; i++) {
      guesser.logIn("wrong");
    }
    assertThat(admin.get("/admin").statusCode()).isEqualTo(200);
  }

  @Test
  void port_whenItIsTaken_isNamed() {
    assertThatIOException()
        .isThrownBy(
            () ->
                PageServer.start(
                        new InetSocketAddress(InetAddress.getLoopbackAddress(), server.port()),
                        new AccessControl(HASH, AccessRules.local(), clock),
                        new PageServer.Content(
                            () -> "",
                            inspection,
                            new NoInstallation(),
                            Uploads.in(Optional.empty())))
                    .close())
        .withMessageContaining(Integer.toString(server.port()));
  }

  private static String header(HttpResponse<String> answer, String name) {
    return answer.headers().firstValue(name).orElse("");
  }

  private String raw(String host) throws IOException {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.port())) {
      String request = "GET / HTTP/1.1\r\nHost: " + host + "\r\nConnection: close\r\n\r\n";
      socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
      return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}

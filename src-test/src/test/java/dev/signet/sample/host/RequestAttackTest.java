package dev.signet.sample.host;

import static org.assertj.core.api.Assertions.assertThat;

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
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Requests that no browser sends, byte by byte. */
@Timeout(20)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RequestAttackTest {
  private static final String BAD = "HTTP/1.1 400";
  private static final PasswordHash HASH =
      PasswordHash.parse(
          "$argon2id$v=19$m=64,t=1,p=1$YSBzYWx0IG9mIGEgdGVzdA"
              + "$Kmhv30vkUnJuGukuKfuZCkVHJKZSGvRQQd+s6t50mbQ");

  private final StagedInspection inspection =
      new StagedInspection(Reports.report(Reports.found("secret", Reports.changed("a"))));
  private PageServer server;
  private String session;

  @BeforeAll
  void start() throws Exception {
    server =
        PageServer.start(
            new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
            new AccessControl(HASH, AccessRules.local(), new TestClock(Reports.NOW)),
            new PageServer.Content(
                () -> "<p>the page</p>",
                inspection,
                new NoInstallation(),
                Uploads.in(Optional.empty())));
    Visitor admin = new Visitor(server.port());
    admin.logIn("correct horse");
    session = admin.cookie("signet-session");
  }

  @AfterAll
  void stop() {
    server.close();
  }

  private String host() {
    return "localhost:" + server.port();
  }

  @ParameterizedTest
  @ValueSource(strings = {"GET", "HEAD"})
  void methodByHeader_doesNotSpareTheToken(String method) throws IOException {
    for (String path : List.of("/admin/rescan", "/admin/logout", "/admin/rescan/stop")) {
      String answer =
          raw(
              method + " " + path + " HTTP/1.1",
              "Host: " + host(),
              "Cookie: signet-session=" + session,
              "X-HTTP-Method-Override: POST");
      assertThat(answer).doesNotStartWith("HTTP/1.1 2").doesNotStartWith("HTTP/1.1 303");
    }
    assertThat(inspection.asked()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "//admin",
        "/admin//report.txt",
        "//admin/report.txt",
        "/ADMIN/report.txt",
        "/admin;jsessionid=1",
        "/admin;x/report.txt",
        "/admin/report.txt;x",
        "/admin/report.txt/",
        "/admin/login/",
        "/admin/login/../report.txt",
        "/admin/login/..;/report.txt",
        "/x/../admin/report.txt",
        "/%61dmin/report.txt",
        "/admin%2Freport.txt",
        "/admin/%2e%2e/admin/report.txt",
        "/admin/plugins/%0A/report.txt",
        "/admin/plugins/KEY%0A",
        "/admin/plugins/KEY;/report.txt",
        "/admin/plugins/KEY%00",
        "/admin\\report.txt",
        "/admin/report.txt?x=/admin/login",
        "/admin/report.txt#/admin/login",
        "/admin/login?/../report.txt",
        "http://HOST/admin/report.txt",
        "http://HOST//admin/report.txt"
      })
  void path_whenItIsWrittenOtherwise_showsNothingToAnybody(String path) throws IOException {
    String key = inspection.report().states().get(0).target().key();
    String target = path.replace("KEY", key).replace("HOST", host());
    String answer = raw("GET " + target + " HTTP/1.1", "Host: " + host());
    assertThat(answer).doesNotContain("secret", "Technical information", "\tat ");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Host: evil.example",
        "Host: HOST.",
        "Host: localhost.:PORT",
        "Host: user@HOST",
        "Host: HOST\r\nHost: HOST",
        "Host: HOST\r\nHost: evil.example",
        "Host: evil.example, HOST",
        "Host:",
        "X: y",
        "Host: evil.example\r\nX-Forwarded-Host: HOST",
        "Host: evil.example\r\nForwarded: host=HOST"
      })
  void otherHostHeaders_getNoPage(String header) throws IOException {
    String lines = header.replace("HOST", host()).replace("PORT", Integer.toString(server.port()));
    String answer = raw("GET / HTTP/1.1", lines);
    assertThat(answer).matches("(?s)HTTP/1.1 4.*").doesNotContain("the page");
  }

  @Test
  void requestLine_doesNotSayWhichHost() throws IOException {
    assertThat(raw("GET http://evil.example/ HTTP/1.1", "Host: " + host())).startsWith(BAD);
    assertThat(raw("GET http://" + host() + "/ HTTP/1.1", "Host: evil.example")).startsWith(BAD);
    assertThat(raw("GET / HTTP/1.0")).startsWith("HTTP/1.1 421");
    assertThat(raw("OPTIONS * HTTP/1.1", "Host: " + host())).startsWith("HTTP/1.1 404");
  }

  @Test
  void request_whenItIsNone_isNotRepeatedAsMarkup() throws IOException {
    for (String line : List.of("GET /<b>x</b> HTTP/1.1", "GET /%zz HTTP/1.1", "G<b>T / HTTP/1.1")) {
      assertThat(raw(line, "Host: " + host())).startsWith(BAD).doesNotContain("<b>", "\tat ");
    }
    assertThat(raw("GET / HTTP/1.1", "Host: " + host(), "X: " + "y".repeat(20_000)))
        .startsWith("HTTP/1.1 431");
    assertThat(raw("TRACE / HTTP/1.1", "Host: " + host(), "Cookie: signet-session=" + session))
        .startsWith("HTTP/1.1 403")
        .doesNotContain(session);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "; charset=utf-16", "x", "; charset=UTF-8"})
  void form_whenItCannotBeRead_isRefused(String type) throws IOException {
    String answer =
        raw(
            "POST /admin/login HTTP/1.1",
            "Host: " + host(),
            "Connection: close",
            "Content-Type: application/x-www-form-urlencoded" + type,
            "Content-Length: 9",
            "",
            "token=%zz");
    assertThat(answer).startsWith("HTTP/1.1 403");
  }

  @Test
  void slowForms_doNotKeepOthersOut() throws Exception {
    List<Socket> slow = new ArrayList<>();
    try {
      for (int i = 0; i < 40; i++) {
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.port());
        slow.add(socket);
        socket
            .getOutputStream()
            .write(
                ("POST /admin/login HTTP/1.1\r\nHost: "
                        + host()
                        + "\r\nContent-Type: application/x-www-form-urlencoded\r\n"
                        + "Cookie: signet-visitor="
                        + "A".repeat(43)
                        + "\r\nContent-Length: 100\r\n\r\ntoken=")
                    .getBytes(StandardCharsets.US_ASCII));
      }
      assertThat(raw("GET / HTTP/1.1", "Host: " + host())).startsWith("HTTP/1.1 200");
    } finally {
      for (Socket socket : slow) {
        socket.close();
      }
    }
  }

  private String raw(String... lines) throws IOException {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.port())) {
      boolean whole = List.of(lines).contains("");
      String request = String.join("\r\n", lines) + (whole ? "" : "\r\nConnection: close\r\n\r\n");
      socket.getOutputStream().write(request.getBytes(StandardCharsets.UTF_8));
      return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}

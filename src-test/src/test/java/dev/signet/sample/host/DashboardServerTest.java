package dev.signet.sample.host;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class DashboardServerTest {
  private DashboardServer server;

  @BeforeEach
  void start() throws IOException {
    server = DashboardServer.start(0, () -> "<p>the page</p>");
  }

  @AfterEach
  void stop() {
    server.close();
  }

  @Test
  void pageIsServedUnderAStrictPolicy() throws IOException, InterruptedException {
    HttpResponse<String> answer = send("GET", "/");
    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.body()).isEqualTo("<p>the page</p>");
    assertThat(answer.headers().firstValue("Content-Security-Policy").orElseThrow())
        .startsWith("default-src 'none'; style-src 'self'")
        .doesNotContain("unsafe");
    assertThat(answer.headers().firstValue("X-Content-Type-Options")).contains("nosniff");
  }

  @Test
  void styleSheetIsServed() throws IOException, InterruptedException {
    HttpResponse<String> answer = send("GET", "/dashboard.css");
    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.headers().firstValue("Content-Type")).contains("text/css; charset=utf-8");
    assertThat(answer.body()).contains("prefers-color-scheme: dark");
  }

  @Test
  void otherPathsAndMethodsAreRefused() throws IOException, InterruptedException {
    assertThat(send("GET", "/../etc/passwd").statusCode()).isEqualTo(404);
    assertThat(send("POST", "/").statusCode()).isEqualTo(405);
    assertThat(send("HEAD", "/").body()).isEmpty();
  }

  @Test
  void nameOfAnotherSiteGetsNoPage() throws IOException {
    assertThat(raw("evil.example:" + server.address().getPort()))
        .startsWith("HTTP/1.1 421")
        .doesNotContain("the page");
    assertThat(raw("localhost:" + server.address().getPort())).startsWith("HTTP/1.1 200");
  }

  private HttpResponse<String> send(String method, String path)
      throws IOException, InterruptedException {
    URI address = URI.create("http://127.0.0.1:" + server.address().getPort() + path);
    HttpRequest request =
        HttpRequest.newBuilder(address).method(method, HttpRequest.BodyPublishers.noBody()).build();
    return HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString());
  }

  private String raw(String host) throws IOException {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.address().getPort())) {
      String request = "GET / HTTP/1.1\r\nHost: " + host + "\r\nConnection: close\r\n\r\n";
      socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
      return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}

package dev.signet.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpRequest;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BoundedHttpTest {
  /** More than all buffers between two sockets hold. */
  private static final long MUCH = 256 << 20;

  @TempDir Path folder;
  private final BoundedHttp http = new BoundedHttp(Duration.ofMinutes(2), 1_000);
  private final CompletableFuture<Long> sent = new CompletableFuture<>();
  private HttpServer server;

  @BeforeEach
  void setUp() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.start();
  }

  @AfterEach
  void tearDown() {
    server.stop(0);
  }

  @Test
  void errorWithAnEndlessBody_isNotReadOn() throws Exception {
    answerMuch(404);

    assertThatIOException()
        .isThrownBy(() -> http.send(request()))
        .withMessage("it answers with HTTP status 404");

    assertThat(sent.get(1, TimeUnit.MINUTES)).isLessThan(MUCH);
  }

  @Test
  void errorWithAnEndlessBodyInPlaceOfADownload_isNotReadOn() throws Exception {
    answerMuch(503);
    Path file = folder.resolve("file");

    try (FileChannel out =
        FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
      assertThatIOException()
          .isThrownBy(() -> http.download(request(), out, 1_000))
          .withMessage("it answers with HTTP status 503");
    }

    assertThat(sent.get(1, TimeUnit.MINUTES)).isLessThan(MUCH);
    assertThat(file).isEmptyFile();
  }

  @Test
  void errorWithoutABody_isTold() {
    server.createContext("/", exchange -> exchange.sendResponseHeaders(410, -1));

    assertThatIOException()
        .isThrownBy(() -> http.send(request()))
        .withMessage("it answers with HTTP status 410");
  }

  private void answerMuch(int status) {
    server.createContext(
        "/",
        exchange -> {
          exchange.sendResponseHeaders(status, 0);
          byte[] chunk = new byte[1 << 16];
          long length = 0;
          try (OutputStream out = exchange.getResponseBody()) {
            for (; length < MUCH; length += chunk.length) {
              out.write(chunk);
            }
          } finally {
            sent.complete(length);
          }
        });
  }

  private HttpRequest.Builder request() {
    return HttpRequest.newBuilder(
        URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/"));
  }
}

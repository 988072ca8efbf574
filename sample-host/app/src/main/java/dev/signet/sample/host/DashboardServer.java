package dev.signet.sample.host;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Supplier;

/** Serves the page on the loopback address only. */
final class DashboardServer implements AutoCloseable {
  private static final int THREADS = 4;

  private final HttpServer server;
  private final ExecutorService threads;
  private final Supplier<String> page;
  private final byte[] styleSheet;

  private DashboardServer(HttpServer server, Supplier<String> page, byte[] styleSheet) {
    this.server = server;
    this.page = page;
    this.styleSheet = styleSheet;
    this.threads = Executors.newFixedThreadPool(THREADS);
  }

  /**
   * Starts to serve.
   *
   * @param port 0 for any free one
   * @param page called for each view
   * @throws IOException when the port cannot be had
   */
  static DashboardServer start(int port, Supplier<String> page) throws IOException {
    byte[] styleSheet;
    try (InputStream resource = DashboardServer.class.getResourceAsStream("dashboard.css")) {
      if (resource == null) {
        throw new IllegalStateException("dashboard.css is missing from the host's jar");
      }
      styleSheet = resource.readAllBytes();
    }
    InetSocketAddress address = new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
    DashboardServer dashboard =
        new DashboardServer(HttpServer.create(address, 0), page, styleSheet);
    dashboard.server.setExecutor(dashboard.threads);
    dashboard.server.createContext("/", dashboard::answer);
    dashboard.server.start();
    return dashboard;
  }

  /** Returns where the page is. */
  URI address() {
    return URI.create("http://localhost:" + server.getAddress().getPort() + "/");
  }

  private void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      if (!isAddressedToUs(exchange)) {
        send(exchange, 421, "text/plain", "Unknown host.\n".getBytes(StandardCharsets.UTF_8));
      } else if (!Set.of("GET", "HEAD").contains(exchange.getRequestMethod())) {
        exchange.getResponseHeaders().set("Allow", "GET, HEAD");
        send(exchange, 405, "text/plain", "Only GET.\n".getBytes(StandardCharsets.UTF_8));
      } else {
        get(exchange);
      }
    }
  }

  private void get(HttpExchange exchange) throws IOException {
    switch (exchange.getRequestURI().getPath()) {
      case "/" -> send(exchange, 200, "text/html", page.get().getBytes(StandardCharsets.UTF_8));
      case "/dashboard.css" -> send(exchange, 200, "text/css", styleSheet);
      default -> send(exchange, 404, "text/plain", "Not found.\n".getBytes(StandardCharsets.UTF_8));
    }
  }

  /** A web site may have its own name resolve to loopback: only our names get an answer. */
  private boolean isAddressedToUs(HttpExchange exchange) {
    int port = server.getAddress().getPort();
    String host = exchange.getRequestHeaders().getFirst("Host");
    return host != null
        && Set.of("localhost:" + port, "127.0.0.1:" + port, "[::1]:" + port).contains(host);
  }

  private static void send(HttpExchange exchange, int status, String type, byte[] body)
      throws IOException {
    Headers headers = exchange.getResponseHeaders();
    headers.set("Content-Type", type + "; charset=utf-8");
    headers.set(
        "Content-Security-Policy",
        "default-src 'none'; style-src 'self'; base-uri 'none'; form-action 'none';"
            + " frame-ancestors 'none'");
    headers.set("X-Content-Type-Options", "nosniff");
    headers.set("Referrer-Policy", "no-referrer");
    headers.set("Cache-Control", "no-store");
    if (exchange.getRequestMethod().equals("HEAD")) {
      exchange.sendResponseHeaders(status, -1);
      return;
    }
    exchange.sendResponseHeaders(status, body.length);
    exchange.getResponseBody().write(body);
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }
}

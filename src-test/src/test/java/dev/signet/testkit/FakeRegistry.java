package dev.signet.testkit;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** A registry, or what pretends to be one, that says exactly what a test wants it to say. */
public final class FakeRegistry implements AutoCloseable {
  private final HttpServer server;
  private final ExecutorService threads = Executors.newCachedThreadPool(FakeRegistry::daemon);
  private final Map<String, HttpHandler> answers = new ConcurrentHashMap<>();
  private final List<Asked> asked = new CopyOnWriteArrayList<>();

  private FakeRegistry(HttpServer server) {
    this.server = server;
  }

  /**
   * One request.
   *
   * @param address path, and query where there is one
   */
  public record Asked(String method, String address, Optional<String> authorization) {}

  private static Thread daemon(Runnable task) {
    Thread thread = new Thread(task, "fake-registry");
    thread.setDaemon(true);
    return thread;
  }

  /** Starts one on this machine. */
  public static FakeRegistry start() throws IOException {
    FakeRegistry registry =
        new FakeRegistry(
            HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0));
    registry.server.createContext("/", registry::handle);
    registry.server.setExecutor(registry.threads);
    registry.server.start();
    return registry;
  }

  private void handle(HttpExchange exchange) throws IOException {
    asked.add(
        new Asked(
            exchange.getRequestMethod(),
            exchange.getRequestURI().toString(),
            Optional.ofNullable(exchange.getRequestHeaders().getFirst("Authorization"))));
    try (exchange) {
      answers
          .getOrDefault(exchange.getRequestURI().getPath(), to -> to.sendResponseHeaders(404, -1))
          .handle(exchange);
    } catch (IOException e) {
      // Whoever asked has hung up, as it should on some answers.
      return;
    }
  }

  /** Returns its name, as references have it. */
  public String name() {
    return "127.0.0.1:" + server.getAddress().getPort();
  }

  /** Answers requests for a path in this way from now on. */
  public FakeRegistry answer(String path, HttpHandler handler) {
    answers.put(path, handler);
    return this;
  }

  /** Answers requests for a path with these bytes. */
  public FakeRegistry answer(String path, byte[] body) {
    return answer(path, exchange -> send(exchange, body));
  }

  /** Sends everybody who asks for a path to an address. */
  public FakeRegistry redirect(String path, String to) {
    return answer(
        path,
        exchange -> {
          exchange.getResponseHeaders().add("Location", to);
          exchange.sendResponseHeaders(307, -1);
        });
  }

  /** Has bytes under their own digest. */
  public String blob(String repository, byte[] bytes) {
    String digest = digest(bytes);
    answer("/v2/" + repository + "/blobs/" + digest, bytes);
    return digest;
  }

  /** Has a manifest under its own digest, which is returned. */
  public String manifest(String repository, String json) {
    byte[] bytes = json.getBytes(StandardCharsets.UTF_8);
    String digest = digest(bytes);
    answer("/v2/" + repository + "/manifests/" + digest, bytes);
    return digest;
  }

  /** Has a bundle, the digest of whose manifest is returned. */
  public String bundle(String repository, byte[] zip) {
    return manifest(repository, manifestOf(blob(repository, zip), zip.length));
  }

  /** Has a list of plugins by a tag. */
  public void list(String repository, String tag, byte[] list) {
    String manifest =
        manifestOf(blob(repository, list), list.length)
            .replace("vnd.signet.bundle.v1", "vnd.signet.plugins-lock.v1")
            .replace("application/zip", "application/json");
    answer("/v2/" + repository + "/manifests/" + tag, manifest.getBytes(StandardCharsets.UTF_8));
  }

  /** Answers a request for a path only when it comes with these words, and else wants to know. */
  public FakeRegistry guard(String path, String challenge, String authorization) {
    HttpHandler open = answers.get(path);
    return answer(
        path,
        exchange -> {
          if (authorization.equals(exchange.getRequestHeaders().getFirst("Authorization"))) {
            open.handle(exchange);
          } else {
            exchange.getResponseHeaders().add("WWW-Authenticate", challenge);
            exchange.sendResponseHeaders(401, -1);
          }
        });
  }

  /** Returns a manifest of a bundle as the format's page has it. */
  public static String manifestOf(String digest, long size) {
    return """
    {"schemaVersion":2,"mediaType":"application/vnd.oci.image.manifest.v1+json",\
    "artifactType":"application/vnd.signet.bundle.v1",\
    "config":{"mediaType":"application/vnd.oci.empty.v1+json",\
    "digest":"sha256:44136fa355b3678a1146ad16f7e8649e94fb4fc21fe77e8310c060f61caaff8a","size":2},\
    "layers":[{"mediaType":"application/zip","digest":"DIGEST","size":SIZE}]}"""
        .replace("DIGEST", digest)
        .replace("SIZE", Long.toString(size));
  }

  /** Returns the digest of bytes, as registries write it. */
  public static String digest(byte[] bytes) {
    try {
      return "sha256:"
          + HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError(e);
    }
  }

  /** Sends bytes as an answer. */
  public static void send(HttpExchange exchange, byte[] body) throws IOException {
    boolean head = exchange.getRequestMethod().equals("HEAD");
    exchange.sendResponseHeaders(200, head || body.length == 0 ? -1 : body.length);
    if (!head) {
      exchange.getResponseBody().write(body);
    }
  }

  /** Returns what it was asked. */
  public List<Asked> asked() {
    return asked;
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }
}

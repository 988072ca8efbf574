package dev.signet.sample.host;

import dev.signet.report.ReportHtml;
import dev.signet.sample.host.admin.AdminPages;
import dev.signet.sample.host.admin.Inspection;
import dev.signet.sample.host.admin.Installation;
import dev.signet.sample.host.admin.Uploads;
import dev.signet.sample.host.web.AccessControl;
import dev.signet.sample.host.web.AdminPassword;
import dev.signet.sample.host.web.PasswordHash;
import dev.signet.sample.host.web.UploadRules;
import io.javalin.Javalin;
import io.javalin.compression.CompressionStrategy;
import io.javalin.config.JavalinConfig;
import io.javalin.config.SizeUnit;
import io.javalin.util.JavalinBindException;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.Map;
import java.util.function.Supplier;
import org.eclipse.jetty.server.handler.EagerContentHandler;
import org.eclipse.jetty.util.thread.QueuedThreadPool;

/** Serves the dashboard and the administrators' pages until it is closed. */
public final class PageServer implements AutoCloseable {
  private static final int THREADS = 16;
  private static final long LARGEST_FORM = 16_384;

  /** What the pages refer to, by path: content type and resource. */
  private static final Map<String, String> RESOURCES =
      Map.of(
          "dashboard.css", "text/css; charset=utf-8",
          "admin.js", "text/javascript; charset=utf-8",
          "icon.svg", "image/svg+xml");

  private final Javalin server;
  private final Uploads uploads;

  private PageServer(Javalin server, Uploads uploads) {
    this.server = server;
    this.uploads = uploads;
  }

  /**
   * What is served.
   *
   * @param dashboard called for each view of the dashboard
   * @param inspection what the administrators' pages are about
   * @param installation what they change plugins by
   * @param uploads where files arrive; closed with the server
   */
  public record Content(
      Supplier<String> dashboard,
      Inspection inspection,
      Installation installation,
      Uploads uploads) {}

  /**
   * Starts to serve a host's pages.
   *
   * @param out where a password is printed that is made up
   * @throws IOException when the port cannot be had, or the password's file cannot be used
   */
  public static PageServer start(Dashboard dashboard, ServeOptions options, PrintStream out)
      throws IOException {
    PasswordHash password = new AdminPassword(out).hash(options.passwordFile());
    return start(
        options.address(),
        new AccessControl(password, options.rules(), Clock.systemUTC()),
        new Content(
            dashboard::page,
            dashboard.inspection(),
            dashboard.installation(),
            Uploads.in(dashboard.stateDirectory())));
  }

  /**
   * Starts to serve.
   *
   * @param address port 0 for any free one
   * @param access decides on every request
   * @throws IOException when the port cannot be had
   */
  static PageServer start(InetSocketAddress address, AccessControl access, Content content)
      throws IOException {
    Uploads uploads = content.uploads();
    Javalin server =
        Javalin.create(
            config -> {
              configure(config, uploads);
              config.routes.before(access::admit);
              config.routes.get("/", context -> context.html(content.dashboard().get()));
              RESOURCES.forEach(
                  (name, type) -> {
                    String text = resource(name);
                    config.routes.get(
                        "/" + name, context -> context.contentType(type).result(text));
                  });
              String sheet = ReportHtml.styleSheet();
              config.routes.get(
                  "/signet-report.css",
                  context -> context.contentType("text/css; charset=utf-8").result(sheet));
              new AdminPages(content.inspection(), content.installation(), uploads, access)
                  .addTo(config.routes);
            });
    try {
      server.start(address.getHostString(), address.getPort());
    } catch (JavalinBindException e) {
      uploads.close();
      throw new IOException(
          "Port "
              + address.getPort()
              + " of "
              + address.getHostString()
              + " cannot be had: "
              + e.getMessage(),
          e);
    }
    return new PageServer(server, uploads);
  }

  private static void configure(JavalinConfig config, Uploads uploads) {
    config.startup.showJavalinBanner = false;
    config.startup.showOldJavalinVersionWarning = false;
    config.startup.startupWatcherEnabled = false;
    config.http.prefer405over404 = true;
    config.http.maxRequestSize = LARGEST_FORM;
    // Pages carry tokens: their compressed size would tell about them (BREACH).
    config.http.compressionStrategy = CompressionStrategy.NONE;
    config.jetty.multipartConfig.cacheDirectory(uploads.folder().toString());
    config.jetty.multipartConfig.maxFileSize(UploadRules.LARGEST_MB, SizeUnit.MB);
    config.jetty.multipartConfig.maxTotalRequestSize(UploadRules.LARGEST_MB, SizeUnit.MB);
    config.jetty.multipartConfig.maxInMemoryFileSize(1, SizeUnit.MB);
    config.jetty.threadPool = new QueuedThreadPool(THREADS);
    // Forms take a thread once they are there: a few senders who dawdle would keep everybody out.
    config.jetty.modifyServer(
        server ->
            server.setHandler(
                new EagerContentHandler(
                    new EagerContentHandler.RetainedContentLoaderFactory(LARGEST_FORM, 0, false))));
  }

  /** Returns where the dashboard is, as seen from this machine. */
  public URI address() {
    return URI.create("http://localhost:" + port() + "/");
  }

  /** Returns where it listens. */
  int port() {
    return server.port();
  }

  private static String resource(String name) {
    try (InputStream resource = PageServer.class.getResourceAsStream(name)) {
      if (resource == null) {
        throw new IllegalStateException(name + " is missing from the host's jar");
      }
      return new String(resource.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    try {
      server.stop();
    } finally {
      uploads.close();
    }
  }
}

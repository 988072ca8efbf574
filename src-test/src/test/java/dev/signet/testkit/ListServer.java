package dev.signet.testkit;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyPurposeId;

/** An https server on the loopback interface with a certificate of its own authority. */
public final class ListServer implements AutoCloseable {
  private static final char[] PASSWORD = "test".toCharArray();

  private final ExecutorService threads = Executors.newCachedThreadPool(ListServer::daemon);
  private final AtomicInteger requests = new AtomicInteger();
  private final Certificates.Issued authority;
  private final HttpsServer server;
  private volatile HttpHandler handler = exchange -> status(exchange, 503);

  /** Starts a server that is rightly called by this name or address, {@code 127.0.0.1} say. */
  public ListServer(String name) {
    Instant now = Instant.now();
    authority = Certificates.root("Web Root").valid(now, now.plus(Duration.ofDays(1))).make();
    try {
      server = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
      server.setHttpsConfigurator(new HttpsConfigurator(serverContext(name)));
      server.createContext(
          "/",
          exchange -> {
            requests.incrementAndGet();
            try (exchange) {
              handler.handle(exchange);
            }
          });
      server.setExecutor(threads);
      server.start();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  /** What still answers somebody who has hung up ends with the JVM. */
  private static Thread daemon(Runnable task) {
    Thread thread = new Thread(task, "list-server");
    thread.setDaemon(true);
    return thread;
  }

  /** Returns the address of a list. */
  public URI address() {
    return URI.create("https://127.0.0.1:" + server.getAddress().getPort() + "/list.crl");
  }

  /** Returns how often anything was asked for. */
  public int requests() {
    return requests.get();
  }

  /** Answers from now on with this content. */
  public ListServer serve(byte[] content) {
    return serve(
        exchange -> {
          exchange.sendResponseHeaders(200, content.length);
          try (OutputStream body = exchange.getResponseBody()) {
            body.write(content);
          }
        });
  }

  /** Answers from now on in this way. */
  public ListServer serve(HttpHandler newHandler) {
    handler = newHandler;
    return this;
  }

  /** Answers with a status and nothing else. */
  public static void status(HttpExchange exchange, int code) throws IOException {
    exchange.sendResponseHeaders(code, -1);
  }

  /** Returns the settings of a client that trusts this server's authority only. */
  public SSLContext clientContext() {
    try {
      KeyStore trusted = KeyStore.getInstance("PKCS12");
      trusted.load(null, null);
      trusted.setCertificateEntry("root", authority.certificate());
      TrustManagerFactory trust =
          TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
      trust.init(trusted);
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(null, trust.getTrustManagers(), null);
      return context;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  private SSLContext serverContext(String name) throws GeneralSecurityException, IOException {
    boolean isAddress = name.matches("[0-9.]+");
    Instant now = Instant.now();
    Certificates.Issued leaf =
        Certificates.leaf("server", authority)
            .valid(now, now.plus(Duration.ofDays(1)))
            .purpose(KeyPurposeId.id_kp_serverAuth)
            .extension(
                Extension.subjectAlternativeName,
                false,
                new GeneralNames(
                    new GeneralName(isAddress ? GeneralName.iPAddress : GeneralName.dNSName, name)))
            .make();
    KeyStore store = KeyStore.getInstance("PKCS12");
    store.load(null, null);
    store.setKeyEntry(
        "server",
        leaf.keys().getPrivate(),
        PASSWORD,
        new Certificate[] {leaf.certificate(), authority.certificate()});
    KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    keys.init(store, PASSWORD);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(keys.getKeyManagers(), null, null);
    return context;
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }
}

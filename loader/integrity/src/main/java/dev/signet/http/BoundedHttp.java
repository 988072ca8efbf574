package dev.signet.http;

import dev.signet.verdict.Durations;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.Authenticator;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodySubscriber;
import java.nio.channels.WritableByteChannel;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Supplier;
import javax.net.ssl.SSLContext;

/**
 * HTTP exchanges that come to an end: one time limit over all of it, from the connection to the
 * last byte, a body of a bounded size, and no redirects unless asked for. Each exchange has a
 * connection and threads of its own. Safe for use by several threads.
 *
 * <p>The threads are daemons. On JDK 17 to 20 one of them, and the connection, go only when the
 * garbage collector finds the exchange's client; later JDKs let go of them at once.
 */
public final class BoundedHttp {
  private final Duration timeout;
  private final int mostBytes;
  private final Optional<SSLContext> tls;
  private final HttpClient.Redirect redirects;
  private final Optional<Authenticator> login;

  /**
   * Creates a client that trusts the servers this JDK trusts.
   *
   * @param timeout how long an exchange may take
   * @param mostBytes of a response's body
   */
  public BoundedHttp(Duration timeout, int mostBytes) {
    this(timeout, mostBytes, Optional.empty());
  }

  /**
   * Creates a client.
   *
   * @param timeout how long an exchange may take
   * @param mostBytes of a response's body
   * @param tls whom to trust as a server; empty for the JDK's default
   */
  public BoundedHttp(Duration timeout, int mostBytes, Optional<SSLContext> tls) {
    this.timeout = Durations.requirePositive(timeout, "timeout");
    this.mostBytes = mostBytes;
    this.tls = Objects.requireNonNull(tls, "tls");
    this.redirects = HttpClient.Redirect.NEVER;
    this.login = Optional.empty();
  }

  private BoundedHttp(
      BoundedHttp other, HttpClient.Redirect redirects, Optional<Authenticator> login) {
    this.timeout = other.timeout;
    this.mostBytes = other.mostBytes;
    this.tls = other.tls;
    this.redirects = redirects;
    this.login = login;
  }

  /** Returns a client that follows up to five redirects, but none from https to http. */
  public BoundedHttp followingRedirects() {
    return new BoundedHttp(this, HttpClient.Redirect.NORMAL, login);
  }

  /**
   * Returns a client that answers servers which want to know who asks.
   *
   * @param authenticator decides whom it tells; also asked after a redirect
   */
  public BoundedHttp loggingIn(Authenticator authenticator) {
    return new BoundedHttp(this, redirects, Optional.of(authenticator));
  }

  /**
   * Sends a request and returns the body of the answer.
   *
   * @throws IOException when there is no answer, or another than status 200; the message is a
   *     sentence about the server without its end: {@code it answers with HTTP status 404}
   * @throws InterruptedIOException when the thread is interrupted, which it stays
   */
  public byte[] send(HttpRequest.Builder request) throws IOException {
    return ask(request).orThrow();
  }

  /**
   * Sends a request and writes the body of the answer to a file, as it comes in. When it fails, the
   * file may hold a part of it.
   *
   * @param file opened for writing, and left open
   * @param atMost bytes of the body; in place of the client's own bound
   * @throws IOException as {@link #send} throws it, and when the file cannot be written
   * @throws InterruptedIOException when the thread is interrupted, which it stays
   */
  public void download(HttpRequest.Builder request, WritableByteChannel file, long atMost)
      throws IOException {
    ask(request, file, atMost).orThrow();
  }

  /**
   * Sends a request and returns the answer, whatever its status.
   *
   * @throws IOException as {@link #send} throws it, when there is none
   */
  public Answer<byte[]> ask(HttpRequest.Builder request) throws IOException {
    return exchange(request, () -> new BoundedBody(mostBytes));
  }

  /**
   * Sends a request and returns the answer, whatever its status, when its body is in the file.
   *
   * @throws IOException as {@link #download} throws it, when there is none
   */
  public Answer<Long> ask(HttpRequest.Builder request, WritableByteChannel file, long atMost)
      throws IOException {
    return exchange(request, () -> new BoundedDownload(file, atMost));
  }

  private <T> Answer<T> exchange(HttpRequest.Builder request, Supplier<BodySubscriber<T>> body)
      throws IOException {
    ExecutorService threads = Executors.newCachedThreadPool(BoundedHttp::daemon);
    try {
      return new Exchange(client(threads), timeout).run(request, body);
    } finally {
      threads.shutdownNow();
    }
  }

  private HttpClient client(ExecutorService threads) {
    HttpClient.Builder builder =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(timeout)
            .followRedirects(redirects)
            .executor(threads);
    tls.ifPresent(builder::sslContext);
    login.ifPresent(builder::authenticator);
    return builder.build();
  }

  private static Thread daemon(Runnable task) {
    Thread thread = new Thread(task, "signet-http");
    thread.setDaemon(true);
    return thread;
  }
}

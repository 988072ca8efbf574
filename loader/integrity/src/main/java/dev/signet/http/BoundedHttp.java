package dev.signet.http;

import dev.signet.verdict.Durations;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.Authenticator;
import java.net.ConnectException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodySubscriber;
import java.net.http.HttpResponse.BodySubscribers;
import java.net.http.HttpTimeoutException;
import java.nio.channels.WritableByteChannel;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
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
  private static final int OK = 200;

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
    return send(request, () -> new BoundedBody(mostBytes));
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
    send(request, () -> new BoundedDownload(file, atMost));
  }

  private <T> T send(HttpRequest.Builder request, Supplier<BodySubscriber<T>> body)
      throws IOException {
    ExecutorService threads = Executors.newCachedThreadPool(BoundedHttp::daemon);
    try {
      return send(client(threads), request.timeout(timeout).build(), body);
    } finally {
      threads.shutdownNow();
    }
  }

  private <T> T send(HttpClient client, HttpRequest request, Supplier<BodySubscriber<T>> body)
      throws IOException {
    CompletableFuture<HttpResponse<Optional<T>>> exchange =
        client.sendAsync(
            request,
            info ->
                info.statusCode() == OK
                    ? BodySubscribers.mapping(body.get(), Optional::of)
                    : new NoBody<>());
    try {
      // The request's own time limit ends with the headers on older JDKs; this one never does.
      HttpResponse<Optional<T>> response = exchange.get(timeout.toMillis(), TimeUnit.MILLISECONDS);
      return response
          .body()
          .orElseThrow(
              () -> new IOException("it answers with HTTP status " + response.statusCode()));
    } catch (TimeoutException e) {
      throw late(e);
    } catch (ExecutionException e) {
      if (e.getCause() instanceof HttpTimeoutException) {
        throw late(e);
      }
      boolean unreachable = e.getCause() instanceof ConnectException;
      throw new IOException(unreachable ? "it cannot be reached" : String.valueOf(e.getCause()), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      InterruptedIOException interrupted =
          new InterruptedIOException("waiting for it was interrupted");
      interrupted.initCause(e);
      throw interrupted;
    } finally {
      exchange.cancel(true);
      close(client);
    }
  }

  private IOException late(Exception cause) {
    return new IOException("it did not answer within " + timeout.toSeconds() + " seconds", cause);
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

  /** From JDK 21 on a client can be closed, and says that this throws nothing. */
  private static void close(HttpClient client) {
    if (client instanceof AutoCloseable closeable) {
      try {
        closeable.close();
      } catch (Exception e) {
        throw new IllegalStateException("the JDK's HTTP client does not close", e);
      }
    }
  }

  private static Thread daemon(Runnable task) {
    Thread thread = new Thread(task, "signet-http");
    thread.setDaemon(true);
    return thread;
  }
}

package dev.signet.http;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.ConnectException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodySubscriber;
import java.net.http.HttpResponse.BodySubscribers;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;

/**
 * One request, and what comes of it within a time limit.
 *
 * @param client for this one, which is closed then
 */
record Exchange(HttpClient client, Duration timeout) {
  private static final int OK = 200;

  /**
   * Sends it.
   *
   * @param body takes the body of status 200
   * @throws IOException when there is no answer; the message is the rest of a sentence about the
   *     server
   * @throws InterruptedIOException when the thread is interrupted, which it stays
   */
  <T> Answer<T> run(HttpRequest.Builder request, Supplier<BodySubscriber<T>> body)
      throws IOException {
    CompletableFuture<HttpResponse<Optional<T>>> exchange =
        client.sendAsync(
            request.timeout(timeout).build(),
            info ->
                info.statusCode() == OK
                    ? BodySubscribers.mapping(body.get(), Optional::of)
                    : new NoBody<>());
    try {
      // The request's own time limit ends with the headers on older JDKs; this one never does.
      HttpResponse<Optional<T>> response = exchange.get(timeout.toMillis(), TimeUnit.MILLISECONDS);
      return new Answer<>(response.statusCode(), response.headers(), response.body());
    } catch (TimeoutException e) {
      throw late(e);
    } catch (ExecutionException e) {
      throw failed(e);
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

  private IOException failed(ExecutionException e) {
    if (e.getCause() instanceof HttpTimeoutException) {
      return late(e);
    }
    boolean unreachable = e.getCause() instanceof ConnectException;
    return new IOException(unreachable ? "it cannot be reached" : String.valueOf(e.getCause()), e);
  }

  private IOException late(Exception cause) {
    return new IOException("it did not answer within " + timeout.toSeconds() + " seconds", cause);
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
}

package dev.signet.http;

import java.io.IOException;
import java.net.http.HttpHeaders;
import java.util.Optional;

/**
 * What a server answers.
 *
 * @param status of HTTP
 * @param body of status 200; empty for any other, of which nothing more is read
 * @param <T> what the body became
 */
public record Answer<T>(int status, HttpHeaders headers, Optional<T> body) {

  /**
   * Returns the body.
   *
   * @throws IOException when the status is any other than 200; the message is the rest of a
   *     sentence about the server
   */
  public T orThrow() throws IOException {
    return body.orElseThrow(() -> new IOException("it answers with HTTP status " + status));
  }
}

package dev.signet.oci;

import dev.signet.http.Answer;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.util.Locale;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Requests to one repository of a registry: says who asks when the registry wants to know, and
 * follows where it leads. What it is told, no other server is. For one thread.
 */
final class RegistrySession {
  private static final int UNAUTHORIZED = 401;
  private static final int MOST_REDIRECTS = 5;

  private final RegistryAccess access;
  private final OciReference repository;
  private final URI root;
  private final String scope;
  private @Nullable String authorization;

  /**
   * @param rights what is to be done there: {@code pull}, or {@code pull,push}
   */
  RegistrySession(RegistryAccess access, OciReference repository, String rights)
      throws IOException {
    this.access = access;
    this.repository = repository;
    this.root = access.address(repository.registry(), "/v2/" + repository.repository() + "/");
    this.scope = "repository:" + repository.repository() + ":" + rights;
  }

  /**
   * Sends a request that is ready.
   *
   * @param <T> what becomes of the answer's body
   */
  @FunctionalInterface
  interface Sending<T> {
    /** Sends it. */
    Answer<T> send(HttpRequest.Builder request) throws IOException;
  }

  /** Returns the address of something in the repository. */
  URI address(String path) {
    return root.resolve(path);
  }

  /**
   * Asks the registry itself, and does not go elsewhere.
   *
   * @param how makes the request what it is to be
   */
  <T> Answer<T> ask(URI address, UnaryOperator<HttpRequest.Builder> how, Sending<T> sending)
      throws IOException {
    Answer<T> answer = sending.send(how.apply(authorized(address)));
    if (answer.status() != UNAUTHORIZED) {
      return answer;
    }
    logIn(answer);
    answer = sending.send(how.apply(authorized(address)));
    if (answer.status() == UNAUTHORIZED) {
      throw new IOException("it does not take the user name and password, or they do not allow it");
    }
    return answer;
  }

  /** Asks the registry, and follows where it leads; without credentials once that is elsewhere. */
  <T> Answer<T> follow(URI address, UnaryOperator<HttpRequest.Builder> how, Sending<T> sending)
      throws IOException {
    URI at = address;
    boolean here = true;
    Answer<T> answer = ask(at, how, sending);
    for (int i = 0; isRedirect(answer.status()); i++) {
      if (i == MOST_REDIRECTS) {
        throw new IOException("it leads from one address to the next without end");
      }
      at = access.check(target(at, answer));
      here = here && RegistryAccess.isSameServer(root, at);
      answer = here ? ask(at, how, sending) : sending.send(how.apply(HttpRequest.newBuilder(at)));
    }
    return answer;
  }

  /**
   * Returns where an answer leads.
   *
   * @throws IOException when it leads nowhere
   */
  static URI target(URI from, Answer<?> answer) throws IOException {
    Optional<String> location = answer.headers().firstValue("Location");
    if (location.isEmpty()) {
      throw new IOException("it leads elsewhere without saying where");
    }
    return from.resolve(RegistryAccess.uri(location.get()));
  }

  /**
   * Checks that what the registry leads to is itself.
   *
   * @throws IOException when it is not
   */
  URI requireHere(URI address) throws IOException {
    if (!RegistryAccess.isSameServer(root, access.check(address))) {
      throw new IOException(
          "it wants to be written to at another server, " + address.getRawAuthority());
    }
    return address;
  }

  private static boolean isRedirect(int status) {
    return status == 301 || status == 302 || status == 303 || status == 307 || status == 308;
  }

  private HttpRequest.Builder authorized(URI address) {
    HttpRequest.Builder request = HttpRequest.newBuilder(address);
    return authorization == null ? request : request.header("Authorization", authorization);
  }

  private void logIn(Answer<?> answer) throws IOException {
    Optional<Login> login = access.credentials().of(repository.registry());
    Optional<Challenge> bearer = Challenge.of("bearer", answer.headers());
    if (bearer.isPresent()) {
      String token = new TokenServer(access, root).token(bearer.get(), scope, login);
      authorization = "Bearer " + token;
      return;
    }
    if (Challenge.of("basic", answer.headers()).isEmpty()) {
      throw new IOException("it wants to know who asks in a way that is not supported");
    }
    authorization =
        login
            .map(Login::basic)
            .orElseThrow(
                () ->
                    new IOException(
                        String.format(
                            Locale.ROOT,
                            "it wants a user name and password, and there are none for %s; log in"
                                + " to it (docker login), or name the file that has them",
                            repository.registry())));
  }
}

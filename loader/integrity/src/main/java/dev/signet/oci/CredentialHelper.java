package dev.signet.oci;

import com.fasterxml.jackson.databind.JsonNode;
import dev.signet.json.StrictJson;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.regex.Pattern;

/**
 * A program of Docker's protocol for credential helpers: {@code docker-credential-NAME get}. What
 * it prints is never part of a message.
 *
 * @param programs the folder it is in, with a slash at its end; empty for those of the path
 */
record CredentialHelper(String programs, String name, Duration timeLimit) {
  private static final Duration TIME_LIMIT = Duration.ofSeconds(30);
  private static final int MOST_BYTES = 64 << 10;
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,63}");
  private static final String NOT_FOUND = "credentials not found";
  private static final String TOKEN = "<token>";

  CredentialHelper(String programs, String name) {
    this(programs, name, TIME_LIMIT);
  }

  /**
   * Asks it about a registry.
   *
   * @return empty when it knows nothing of it
   * @throws IOException naming the program, when it does not answer
   */
  Optional<Login> login(String server) throws IOException {
    if (!NAME.matcher(name).matches()) {
      throw new IOException("Docker's configuration names a credential helper that can be none");
    }
    Process process =
        new ProcessBuilder(programs + program(), "get").redirectError(Redirect.DISCARD).start();
    FutureTask<byte[]> answer =
        new FutureTask<>(() -> process.getInputStream().readNBytes(MOST_BYTES));
    try {
      Thread reader = new Thread(answer, "signet-credentials");
      reader.setDaemon(true);
      reader.start();
      try (OutputStream in = process.getOutputStream()) {
        in.write(server.getBytes(StandardCharsets.UTF_8));
      }
      byte[] text = answer.get(timeLimit.toMillis(), TimeUnit.MILLISECONDS);
      if (!process.waitFor(timeLimit.toMillis(), TimeUnit.MILLISECONDS)) {
        throw new IOException(program() + " does not end");
      }
      return process.exitValue() == 0 ? Optional.of(login(text)) : none(text);
    } catch (TimeoutException e) {
      throw new IOException(
          program() + " did not answer within " + timeLimit.toSeconds() + " seconds", e);
    } catch (ExecutionException e) {
      throw new IOException(program() + " cannot be read", e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      InterruptedIOException interrupted = new InterruptedIOException("interrupted");
      interrupted.initCause(e);
      throw interrupted;
    } finally {
      process.descendants().forEach(ProcessHandle::destroyForcibly);
      process.destroyForcibly();
    }
  }

  private Optional<Login> none(byte[] text) throws IOException {
    if (new String(text, StandardCharsets.UTF_8).contains(NOT_FOUND)) {
      return Optional.empty();
    }
    throw new IOException(program() + " fails; run it by hand to see why");
  }

  @SuppressWarnings("UnusedException") // its message might hold a part of what was printed
  private Login login(byte[] text) throws IOException {
    JsonNode answer;
    try {
      answer = StrictJson.tree(text);
    } catch (IOException e) {
      throw new IOException(program() + " answers with something else than JSON");
    }
    String user = answer.path("Username").asText();
    String secret = answer.path("Secret").asText();
    if (user.equals(TOKEN)) {
      throw new IOException(
          program() + " has an identity token, which is not supported; log in with a password");
    }
    if (user.isEmpty() || secret.isEmpty()) {
      throw new IOException(program() + " answers without a user name and password");
    }
    return new Login(user, secret);
  }

  private String program() {
    return "docker-credential-" + name;
  }
}

package dev.signet.pf4j.update;

import dev.signet.file.OwnFiles;
import dev.signet.http.BoundedHttp;
import dev.signet.oci.OciReference;
import dev.signet.oci.OciSource;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import javax.net.ssl.SSLContext;

/**
 * How a repository is asked: by https unless plain http is allowed, in a bounded time, for a
 * bounded answer. Redirects never lead from https to http.
 *
 * @param plainHttp whether http is allowed
 * @param timeLimit for a whole exchange
 * @param mostBytes of a bundle
 * @param server whom to trust, and what to tell it
 */
record WebAccess(boolean plainHttp, Duration timeLimit, long mostBytes, Server server) {
  static final WebAccess DEFAULT =
      new WebAccess(
          false,
          Duration.ofMinutes(10),
          1L << 30,
          new Server(Optional.empty(), Optional.empty(), Optional.empty()));
  private static final Set<StandardOpenOption> NEW =
      Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
  private static final int MOST_METADATA_BYTES = 8 << 20;

  /**
   * Whom to trust, and what to tell it.
   *
   * @param tls whom to trust as a server; empty for the JDK's default
   * @param login who asks; empty for nobody in particular
   * @param registries where else it may say that bundles lie; empty for nowhere
   */
  record Server(Optional<SSLContext> tls, Optional<Login> login, Optional<OciSource> registries) {}

  /**
   * Checks a place in a registry.
   *
   * @throws IOException when nothing may be fetched from there
   */
  OciReference checkRegistry(String location) throws IOException {
    try {
      OciReference reference = OciReference.parse(location);
      if (server.registries().isPresent() && reference.isPinned()) {
        return reference;
      }
      throw new IOException(
          reference
              + (reference.isPinned()
                  ? " is not asked: see WebUpdateRepository.registries"
                  : " names no digest"));
    } catch (IllegalArgumentException e) {
      throw new IOException(e.getMessage(), e);
    }
  }

  /**
   * Checks an address.
   *
   * @throws IOException when it may not be asked
   */
  URI check(URI address) throws IOException {
    String scheme = String.valueOf(address.getScheme()).toLowerCase(Locale.ROOT);
    boolean allowed = scheme.equals("https") || (plainHttp && scheme.equals("http"));
    if (!allowed || address.getHost() == null || address.getRawUserInfo() != null) {
      throw new IOException(
          Login.without(address) + " is not asked: only https addresses without a user name are");
    }
    return address;
  }

  byte[] metadata(URI address) throws IOException {
    HttpRequest.Builder request = HttpRequest.newBuilder(check(address));
    try {
      return http().send(request);
    } catch (IOException e) {
      throw explained(e);
    }
  }

  void download(URI address, Path file) throws IOException {
    HttpRequest.Builder request = HttpRequest.newBuilder(check(address));
    try (FileChannel out = FileChannel.open(file, NEW, OwnFiles.newFile(file))) {
      http().download(request, out, mostBytes);
    } catch (IOException e) {
      Files.deleteIfExists(file);
      throw explained(e);
    }
  }

  private BoundedHttp http() {
    BoundedHttp http =
        new BoundedHttp(timeLimit, MOST_METADATA_BYTES, server.tls()).followingRedirects();
    return server.login().map(http::loggingIn).orElse(http);
  }

  /** Says what to do where the JDK's words do not. */
  private IOException explained(IOException cause) {
    String message = String.valueOf(cause.getMessage());
    if (server.login().isEmpty() && message.endsWith("HTTP status 401")) {
      return new IOException(
          message + ": it wants a user name and password; see WebUpdateRepository.loggingIn",
          cause);
    }
    if (message.contains("authentication attempts") || message.contains("No credentials")) {
      return new IOException("it does not take the user name and password it was given", cause);
    }
    return message.endsWith("HTTP status 407")
        ? new IOException(message + ": the proxy wants a password, which is not supported", cause)
        : cause;
  }
}

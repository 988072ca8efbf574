package dev.signet.pf4j.update;

import dev.signet.file.OwnFiles;
import dev.signet.http.BoundedHttp;
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
 * @param tls whom to trust as a server; empty for the JDK's default
 */
record WebAccess(boolean plainHttp, Duration timeLimit, long mostBytes, Optional<SSLContext> tls) {
  static final WebAccess DEFAULT =
      new WebAccess(false, Duration.ofMinutes(10), 1L << 30, Optional.empty());
  private static final Set<StandardOpenOption> NEW =
      Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
  private static final int MOST_METADATA_BYTES = 8 << 20;

  /**
   * Checks an address.
   *
   * @throws IOException when it is none that may be asked
   */
  URI check(URI address) throws IOException {
    String scheme = String.valueOf(address.getScheme()).toLowerCase(Locale.ROOT);
    boolean allowed = scheme.equals("https") || (plainHttp && scheme.equals("http"));
    if (!allowed || address.getHost() == null || address.getRawUserInfo() != null) {
      throw new IOException(
          address + " is not asked: only https addresses without a user name are");
    }
    return address;
  }

  byte[] metadata(URI address) throws IOException {
    return http().send(HttpRequest.newBuilder(check(address)));
  }

  void download(URI address, Path file) throws IOException {
    HttpRequest.Builder request = HttpRequest.newBuilder(check(address));
    try (FileChannel out = FileChannel.open(file, NEW, OwnFiles.newFile(file))) {
      http().download(request, out, mostBytes);
    } catch (IOException e) {
      Files.deleteIfExists(file);
      throw e;
    }
  }

  private BoundedHttp http() {
    return new BoundedHttp(timeLimit, MOST_METADATA_BYTES, tls).followingRedirects();
  }
}

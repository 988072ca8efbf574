package dev.signet.oci;

import dev.signet.http.BoundedHttp;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import javax.net.ssl.SSLContext;

/**
 * How registries are asked: by https, and by plain http only on this machine and where that is
 * allowed; in a bounded time, for bounded answers.
 *
 * @param credentials what they are told
 * @param servers which ones are asked, and how
 * @param bounds of exchanges
 * @param tls whom to trust as a server; empty for the JDK's default
 */
record RegistryAccess(
    OciCredentials credentials, Servers servers, Bounds bounds, Optional<SSLContext> tls) {
  static final RegistryAccess DEFAULT =
      new RegistryAccess(
          OciCredentials.none(), new Servers(false, Set.of()), Bounds.USUAL, Optional.empty());
  private static final Pattern THIS_MACHINE =
      Pattern.compile("localhost|127(\\.[0-9]{1,3}){3}|\\[::1]", Pattern.CASE_INSENSITIVE);

  /**
   * Bounds.
   *
   * @param timeLimit for a whole exchange
   * @param mostBytes of a bundle
   */
  record Bounds(Duration timeLimit, long mostBytes) {
    static final Bounds USUAL = new Bounds(Duration.ofMinutes(10), 1L << 30);
  }

  /**
   * Which servers are asked, and how.
   *
   * @param plainHttp whether a registry on this machine is asked by plain http
   * @param forTokens further servers that may be told what a registry may, each a host or host and
   *     port
   */
  record Servers(boolean plainHttp, Set<String> forTokens) {
    Servers {
      forTokens = Set.copyOf(forTokens);
    }
  }

  RegistryAccess with(OciCredentials other) {
    return new RegistryAccess(other, servers, bounds, tls);
  }

  RegistryAccess with(Servers others) {
    return new RegistryAccess(credentials, others, bounds, tls);
  }

  RegistryAccess with(Bounds others) {
    return new RegistryAccess(credentials, servers, others, tls);
  }

  RegistryAccess with(SSLContext context) {
    return new RegistryAccess(credentials, servers, bounds, Optional.of(context));
  }

  /**
   * Returns the address of something in a registry.
   *
   * @param path from the root on, raw
   */
  URI address(String registry, String path) throws IOException {
    String host = registry.replaceFirst(":[0-9]+$", "");
    boolean plain = servers.plainHttp() && THIS_MACHINE.matcher(host).matches();
    return uri((plain ? "http://" : "https://") + registry + path);
  }

  /** Returns an address that a server names, read strictly. */
  static URI uri(String text) throws IOException {
    try {
      return new URI(text);
    } catch (URISyntaxException e) {
      throw new IOException("it names an address that is none", e);
    }
  }

  /**
   * Checks an address that a server names.
   *
   * @throws IOException when it may not be asked
   */
  URI check(URI address) throws IOException {
    String host = String.valueOf(address.getHost());
    boolean allowed =
        "https".equalsIgnoreCase(address.getScheme())
            || ("http".equalsIgnoreCase(address.getScheme())
                && servers.plainHttp()
                && THIS_MACHINE.matcher(host).matches());
    if (!allowed || address.getHost() == null || address.getRawUserInfo() != null) {
      throw new IOException("it leads away from https, to " + address.getScheme() + "://" + host);
    }
    return address;
  }

  /** Returns whether what one address may be told, the other may. */
  static boolean isSameServer(URI one, URI other) {
    return String.valueOf(one.getScheme()).equalsIgnoreCase(other.getScheme())
        && authority(one).equals(authority(other));
  }

  /** Returns whether credentials of a registry may be sent to an address. */
  boolean mayBeTold(URI registry, URI address) {
    return isSameServer(registry, address)
        || servers.forTokens().contains(String.valueOf(address.getRawAuthority()))
        || servers.forTokens().contains(authority(address));
  }

  /** Returns a client for answers of a bounded size, which follows no redirect. */
  BoundedHttp http(int mostBytes) {
    return new BoundedHttp(bounds.timeLimit(), mostBytes, tls);
  }

  private static String authority(URI address) {
    int port = address.getPort();
    boolean usual = port < 0 || port == ("http".equalsIgnoreCase(address.getScheme()) ? 80 : 443);
    String host = String.valueOf(address.getHost()).toLowerCase(Locale.ROOT);
    return usual ? host : host + ":" + port;
  }
}

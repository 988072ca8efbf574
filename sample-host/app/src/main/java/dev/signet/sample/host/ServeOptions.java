package dev.signet.sample.host;

import dev.signet.sample.host.web.AccessRules;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.Optional;

/**
 * How to serve the pages.
 *
 * @param address where to listen; port 0 for any free one
 * @param passwordFile the administrator's password, as a hash; empty for one of this run alone
 * @param rules by which names the host is reached, and whether by https
 */
public record ServeOptions(
    InetSocketAddress address, Optional<Path> passwordFile, AccessRules rules) {
  private static final int HIGHEST_PORT = 65_535;

  /** Returns the options of a host for this machine only, with a password of this run alone. */
  public static ServeOptions local(int port) {
    return new ServeOptions(
        new InetSocketAddress(InetAddress.getLoopbackAddress(), port),
        Optional.empty(),
        AccessRules.local());
  }

  /**
   * Returns the options of a host that is served elsewhere, or by a reverse proxy.
   *
   * @param where {@code PORT} of the loopback address, or {@code ADDRESS:PORT}
   * @throws IllegalArgumentException when nothing can be served there, or not safely; the message
   *     says what of the command line is wrong
   */
  public static ServeOptions at(String where, Optional<Path> passwordFile, AccessRules rules) {
    InetSocketAddress address = address(where);
    InetAddress place = address.getAddress();
    if (place == null) {
      throw new IllegalArgumentException("--serve: there is no address " + address);
    }
    if (!place.isLoopbackAddress() && (!rules.https() || rules.names().isEmpty())) {
      throw new IllegalArgumentException(
          "--serve: other machines reach "
              + place.getHostAddress()
              + ", so have a reverse proxy speak https, and say --https and --name");
    }
    return new ServeOptions(address, passwordFile, rules);
  }

  private static InetSocketAddress address(String where) {
    int colon = where.lastIndexOf(':');
    int port = port(where.substring(colon + 1), where);
    return colon < 0
        ? new InetSocketAddress(InetAddress.getLoopbackAddress(), port)
        : new InetSocketAddress(where.substring(0, colon).replaceAll("[\\[\\]]", ""), port);
  }

  private static int port(String port, String whole) {
    try {
      int number = Integer.parseInt(port);
      if (number >= 0 && number <= HIGHEST_PORT) {
        return number;
      }
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException("--serve: \"" + whole + "\" names no port number", e);
    }
    throw new IllegalArgumentException("--serve: " + whole + " names no port number");
  }
}

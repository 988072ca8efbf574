package dev.signet.sample.host;

import dev.signet.sample.host.web.AccessRules;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;

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

  /** Collects what the command line says. */
  static final class Builder {
    private Optional<InetSocketAddress> address = Optional.empty();
    private Optional<Path> passwordFile = Optional.empty();
    private final Set<String> names = new LinkedHashSet<>();
    private boolean https;

    /** Sets where to listen: {@code PORT} of the loopback address, or {@code ADDRESS:PORT}. */
    void serve(String text) {
      int colon = text.lastIndexOf(':');
      int port = port(text.substring(colon + 1), text);
      address =
          Optional.of(
              colon < 0
                  ? new InetSocketAddress(InetAddress.getLoopbackAddress(), port)
                  : new InetSocketAddress(
                      text.substring(0, colon).replaceAll("[\\[\\]]", ""), port));
    }

    void passwordFile(Path file) {
      passwordFile = Optional.of(file);
    }

    void name(String name) {
      names.add(name);
    }

    void https() {
      https = true;
    }

    /**
     * Returns the options, or nothing when nothing is to be served.
     *
     * @throws IllegalArgumentException naming the option that is wrong
     */
    Optional<ServeOptions> build() {
      if (address.isEmpty()) {
        if (https || !names.isEmpty() || passwordFile.isPresent()) {
          throw new IllegalArgumentException(
              "--password-file, --name and --https need --serve beside them");
        }
        return Optional.empty();
      }
      InetAddress place = address.get().getAddress();
      if (place == null) {
        throw new IllegalArgumentException("--serve: there is no address " + address.get());
      }
      if (!place.isLoopbackAddress() && (!https || names.isEmpty())) {
        throw new IllegalArgumentException(
            "--serve: other machines reach "
                + place.getHostAddress()
                + ", so have a reverse proxy speak https, and say --https and --name");
      }
      return Optional.of(
          new ServeOptions(address.get(), passwordFile, new AccessRules(names, https)));
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
}

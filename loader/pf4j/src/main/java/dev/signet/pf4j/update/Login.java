package dev.signet.pf4j.update;

import java.net.Authenticator;
import java.net.PasswordAuthentication;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URL;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Who asks, told to one server only: a list or a redirect may name any other. Its text never holds
 * the password.
 */
final class Login extends Authenticator {
  private final URI server;
  private final String user;
  private final String password;

  /**
   * @param server whose scheme, name and port count
   */
  Login(URI server, String user, String password) {
    this.server = server;
    this.user = user;
    this.password = password;
  }

  /** Returns what an address says before its {@code @}; empty when it says nothing. */
  static Optional<Login> in(URI address) {
    String info = address.getUserInfo();
    if (info == null) {
      return Optional.empty();
    }
    int colon = info.indexOf(':');
    return Optional.of(
        colon < 0
            ? new Login(address, info, "")
            : new Login(address, info.substring(0, colon), info.substring(colon + 1)));
  }

  /** Returns an address without what may be a password. */
  @SuppressWarnings("UnusedException") // its message would hold the password
  static URI without(URI address) {
    String authority = address.getRawAuthority();
    if (authority == null || authority.indexOf('@') < 0) {
      return address;
    }
    try {
      return new URI(
          address
              .toString()
              .replace(
                  "//" + authority, "//" + authority.substring(authority.lastIndexOf('@') + 1)));
    } catch (URISyntaxException e) {
      throw new IllegalArgumentException("The address of a plugin repository makes no sense.");
    }
  }

  @Override
  protected @Nullable PasswordAuthentication getPasswordAuthentication() {
    URL asking = getRequestingURL();
    boolean isMeant =
        getRequestorType() == RequestorType.SERVER
            && asking != null
            && asking.getProtocol().equals(lower(server.getScheme()))
            && lower(asking.getHost()).equals(lower(server.getHost()))
            && port(asking.getPort(), asking) == port(server.getPort(), asking);
    return isMeant ? new PasswordAuthentication(user, password.toCharArray()) : null;
  }

  private static int port(int port, URL sameScheme) {
    return port < 0 ? sameScheme.getDefaultPort() : port;
  }

  private static String lower(String text) {
    return text.toLowerCase(Locale.ROOT);
  }

  @Override
  public String toString() {
    return "Login[" + user + "]";
  }
}

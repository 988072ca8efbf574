package dev.signet.sample.host;

import java.nio.file.Path;
import java.util.List;
import java.util.OptionalInt;

/**
 * How to run the host.
 *
 * @param configuration the file with all settings, see {@code docs/configuration.md}
 * @param port where to serve on loopback, 0 for any free port; empty not to serve
 */
public record HostOptions(Path configuration, OptionalInt port) {

  /** How the command line is written. */
  public static final String USAGE =
      "usage: [--config FILE] [--serve[=PORT]]; FILE is config/signet.yaml unless given";

  private static final Path DEFAULT_CONFIGURATION = Path.of("config", "signet.yaml");
  private static final int HIGHEST_PORT = 65_535;

  /**
   * Reads the command line.
   *
   * @throws IllegalArgumentException naming the option that is wrong, and the usage
   */
  public static HostOptions parse(List<String> arguments) {
    Path configuration = DEFAULT_CONFIGURATION;
    OptionalInt port = OptionalInt.empty();
    for (int i = 0; i < arguments.size(); i++) {
      String argument = arguments.get(i);
      if (argument.equals("--serve")) {
        port = OptionalInt.of(0);
      } else if (argument.startsWith("--serve=")) {
        port = OptionalInt.of(port(argument.substring("--serve=".length())));
      } else if (argument.equals("--config") && i + 1 < arguments.size()) {
        configuration = Path.of(arguments.get(++i));
      } else {
        throw wrong(argument + " is unknown or lacks its value");
      }
    }
    return new HostOptions(configuration, port);
  }

  private static int port(String text) {
    try {
      int port = Integer.parseInt(text);
      if (port >= 0 && port <= HIGHEST_PORT) {
        return port;
      }
    } catch (NumberFormatException e) {
      throw wrong("--serve: \"" + text + "\" is no port number");
    }
    throw wrong("--serve: " + text + " is no port number");
  }

  private static IllegalArgumentException wrong(String cause) {
    return new IllegalArgumentException(cause + "; " + USAGE);
  }
}

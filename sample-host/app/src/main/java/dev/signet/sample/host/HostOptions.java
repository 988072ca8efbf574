package dev.signet.sample.host;

import dev.signet.policy.ReleaseChannel;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * How to run the host.
 *
 * @param plugins folder of the plugins
 * @param trust folder of anchors and revocation lists
 * @param state folder for the sealed copies; empty for a temporary one
 * @param channel the host's release channel
 * @param port where to serve on loopback, 0 for any free port; empty not to serve
 */
public record HostOptions(
    Path plugins, Path trust, Optional<Path> state, ReleaseChannel channel, OptionalInt port) {

  /** How the command line is written. */
  public static final String USAGE =
      "usage: --plugins DIR --trust DIR [--state DIR] [--channel NAME] [--serve[=PORT]]";

  private static final int HIGHEST_PORT = 65_535;

  /**
   * Reads the command line.
   *
   * @throws IllegalArgumentException naming the option that is wrong, and the usage
   */
  public static HostOptions parse(List<String> arguments) {
    Parser parser = new Parser();
    for (int i = 0; i < arguments.size(); i++) {
      String argument = arguments.get(i);
      if (argument.equals("--serve")) {
        parser.port = OptionalInt.of(0);
      } else if (argument.startsWith("--serve=")) {
        parser.port = OptionalInt.of(port(argument.substring("--serve=".length())));
      } else if (i + 1 < arguments.size()) {
        parser.set(argument, arguments.get(++i));
      } else {
        throw wrong(argument + " is unknown or lacks its value");
      }
    }
    return parser.options();
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

  private static final class Parser {
    private Optional<Path> plugins = Optional.empty();
    private Optional<Path> trust = Optional.empty();
    private Optional<Path> state = Optional.empty();
    private ReleaseChannel channel = ReleaseChannel.STABLE;
    private OptionalInt port = OptionalInt.empty();

    private void set(String option, String value) {
      switch (option) {
        case "--plugins" -> plugins = Optional.of(Path.of(value));
        case "--trust" -> trust = Optional.of(Path.of(value));
        case "--state" -> state = Optional.of(Path.of(value));
        case "--channel" -> channel = new ReleaseChannel(value);
        default -> throw wrong(option + " is unknown");
      }
    }

    private HostOptions options() {
      return new HostOptions(
          plugins.orElseThrow(() -> wrong("--plugins is missing")),
          trust.orElseThrow(() -> wrong("--trust is missing")),
          state,
          channel,
          port);
    }
  }
}

package dev.signet.sample.host;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * How to run the host.
 *
 * @param configuration the file with all settings, see {@code docs/configuration.md}
 * @param serve how to serve the pages, see {@code docs/admin-page.md}; empty not to
 */
public record HostOptions(Path configuration, Optional<ServeOptions> serve) {

  /** How the command line is written. */
  public static final String USAGE =
      "usage: [--config FILE] [--serve[=[ADDRESS:]PORT] [--password-file FILE] [--https] [--name"
          + " HOST[:PORT]]...]; FILE is config/signet.yaml unless given";

  private static final Path DEFAULT_CONFIGURATION = Path.of("config", "signet.yaml");
  private static final String SERVE_AT = "--serve=";

  /**
   * Reads the command line.
   *
   * @throws IllegalArgumentException naming the option that is wrong, and the usage
   */
  public static HostOptions parse(List<String> arguments) {
    try {
      return read(arguments);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(e.getMessage() + "; " + USAGE, e);
    }
  }

  private static HostOptions read(List<String> arguments) {
    Path configuration = DEFAULT_CONFIGURATION;
    ServeOptions.Builder serve = new ServeOptions.Builder();
    for (int i = 0; i < arguments.size(); i++) {
      String argument = arguments.get(i);
      if (argument.equals("--serve")) {
        serve.serve("0");
      } else if (argument.startsWith(SERVE_AT)) {
        serve.serve(argument.substring(SERVE_AT.length()));
      } else if (argument.equals("--https")) {
        serve.https();
      } else if (i + 1 == arguments.size()) {
        throw new IllegalArgumentException(argument + " is unknown or lacks its value");
      } else {
        String value = arguments.get(++i);
        switch (argument) {
          case "--config" -> configuration = Path.of(value);
          case "--password-file" -> serve.passwordFile(Path.of(value));
          case "--name" -> serve.name(value);
          default -> throw new IllegalArgumentException(argument + " is unknown");
        }
      }
    }
    return new HostOptions(configuration, serve.build());
  }
}

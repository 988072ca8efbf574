package dev.signet.sample.host.command;

import dev.signet.sample.host.ServeOptions;
import dev.signet.sample.host.web.AccessRules;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** How to serve the pages of a host that runs, see {@code docs/admin-page.md}. */
final class HostOptions {
  private static final String ANY_PORT = "0";

  @Option(
      names = "--serve",
      arity = "0..1",
      fallbackValue = ANY_PORT,
      paramLabel = "[ADDRESS:]PORT",
      description = "Serve the pages, to this machine and on any free port unless told otherwise.")
  private @Nullable String serve;

  @Option(
      names = "--password-file",
      paramLabel = "FILE",
      description = "Where the administrator's password is kept as a hash.")
  private @Nullable Path passwordFile;

  @Option(names = "--https", description = "Visitors come by https, through a reverse proxy.")
  private boolean https;

  @Option(
      names = "--name",
      paramLabel = "HOST[:PORT]",
      description = "A name by which visitors reach the host; may be repeated.")
  private final Set<String> names = new LinkedHashSet<>();

  @Spec(Spec.Target.MIXEE)
  @SuppressWarnings("NullAway.Init") // Set before a command is run.
  private CommandSpec command;

  /**
   * Returns how to serve the pages; nothing when they are not to be served.
   *
   * @throws ParameterException when they cannot be served so
   */
  Optional<ServeOptions> serve() {
    if (serve == null) {
      if (https || !names.isEmpty() || passwordFile != null) {
        throw wrong("--password-file, --name and --https need --serve beside them");
      }
      return Optional.empty();
    }
    try {
      return Optional.of(
          ServeOptions.at(serve, Optional.ofNullable(passwordFile), new AccessRules(names, https)));
    } catch (IllegalArgumentException e) {
      throw wrong(String.valueOf(e.getMessage()));
    }
  }

  private ParameterException wrong(String what) {
    return new ParameterException(command.commandLine(), what);
  }
}

package dev.signet.cli.option;

import dev.signet.sign.TimestampClient;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Optional;

/** {@code --tsa}: who vouches for the time of a signature. */
public final class TimestampOption {
  private final Option<String> authority;

  public TimestampOption(Command command) {
    authority =
        command.add(
            Options.text(
                "--tsa", "URL", "Add a timestamp (RFC 3161) from this authority, http or https."));
  }

  /**
   * Returns whom to ask; empty for nobody.
   *
   * @throws CommandException when it is no address
   */
  public Optional<TimestampClient> client() throws CommandException {
    if (authority.value().isEmpty()) {
      return Optional.empty();
    }
    try {
      return Optional.of(new TimestampClient(new URI(authority.get())));
    } catch (URISyntaxException | IllegalArgumentException e) {
      throw CommandException.input(
          "--tsa: '"
              + authority.get()
              + "' should be an address such as http://timestamp.example.");
    }
  }
}

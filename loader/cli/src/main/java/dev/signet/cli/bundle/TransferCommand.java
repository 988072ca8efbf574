package dev.signet.cli.bundle;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.signet.cli.option.CommandException;
import dev.signet.cli.option.CommandName;
import dev.signet.cli.option.Option;
import dev.signet.cli.option.Options;
import dev.signet.cli.option.Progress;
import dev.signet.cli.option.SigningCommand;
import dev.signet.cli.option.Terminal;
import dev.signet.oci.BundleTransfer.Found;
import dev.signet.oci.OciCredentials;
import dev.signet.oci.OciReference;
import dev.signet.oci.OciSource;
import dev.signet.sign.SigningReport;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** What the commands share that move bundles: how registries are asked, and what is told. */
abstract class TransferCommand extends SigningCommand {
  private final Option<Path> dockerConfig;
  private final Option<List<String>> tokenServers;
  private final Option<Boolean> plainHttp;

  TransferCommand(CommandName name, Terminal terminal) {
    super(name, terminal);
    dockerConfig =
        add(
            Options.path(
                "--docker-config",
                "FILE",
                "Where 'docker login' has put user names and passwords; config.json of"
                    + " DOCKER_CONFIG, or of .docker in the home folder, by default."));
    tokenServers =
        add(
            Options.texts(
                "--token-server",
                "HOST",
                "A server beside the registry that may be told the password, such as"
                    + " auth.docker.io. Repeat it for several."));
    plainHttp =
        add(
            Options.flag(
                "--plain-http", "Ask registries on this machine, and no others, by plain http."));
  }

  /** Adds the option that names where a bundle lies. */
  final Option<String> addFrom() {
    return add(Options.requiredText("--from", "PLACE", "Where it lies: " + Place.FORMS + "."));
  }

  /**
   * Adds the option that names where to put a bundle, whose digest nobody chooses.
   *
   * @param how it is put there, as a sentence goes on; may be empty
   */
  final Option<String> addTo(String how) {
    String forms = Place.FORMS.replace("|@DIGEST", "").replace("[@DIGEST]", "");
    return add(Options.requiredText("--to", "PLACE", "Where to put it" + how + ": " + forms + "."));
  }

  /** Does something that may fail for all that a network or disk can. */
  @FunctionalInterface
  interface Transfer {
    /** Does it. */
    Found run() throws IOException, CommandException;
  }

  final Found during(String what, Place place, Transfer transfer) throws CommandException {
    try {
      return Progress.during(
          terminal(),
          what + " " + place,
          () -> {
            try {
              return transfer.run();
            } catch (IOException e) {
              throw CommandException.input(place + ": " + e.getMessage() + ".");
            }
          });
    } catch (IllegalArgumentException e) {
      throw CommandException.input(place + ": " + e.getMessage() + ".");
    }
  }

  final Place place(Option<String> option) throws CommandException {
    return Place.parse(option.name(), option.get(), source());
  }

  /** Returns a place to write to, which may name a tag but no digest: that comes out. */
  final Place target(Option<String> option) throws CommandException {
    Place place = place(option);
    if (place.tag().filter(OciReference::isDigest).isPresent()) {
      throw CommandException.input(
          option.name() + ": leave out the digest; what arrives has its own.");
    }
    return place;
  }

  /** Reports to people, or to scripts, what was done to a bundle. */
  final void report(boolean json, String verb, Found found, Optional<Path> file) {
    if (json) {
      ObjectNode root = SigningReport.object();
      ObjectNode done = root.putObject(verb);
      done.put("bundle", found.name());
      done.put("digest", found.digest());
      done.put("size", found.size());
      file.ifPresent(path -> done.put("file", path.toString()));
      document(SigningReport.text(root));
      return;
    }
    headline(verb, found.name(), String.format(Locale.ROOT, "%,d bytes", found.size()));
    file.ifPresent(this::wrote);
  }

  final OciSource source() throws CommandException {
    OciSource source = OciSource.create();
    try {
      for (String server : tokenServers.value().orElse(List.of())) {
        source = source.tokenServer(server);
      }
    } catch (IllegalArgumentException e) {
      throw CommandException.input(tokenServers.name() + ": " + e.getMessage() + ".");
    }
    if (plainHttp.isGiven()) {
      source = source.plainHttpOnThisMachine();
    }
    Optional<Path> file = dockerConfig.value().or(this::usualConfig);
    return file.isPresent() ? source.credentials(OciCredentials.dockerConfig(file.get())) : source;
  }

  private Optional<Path> usualConfig() {
    return terminal()
        .environment("DOCKER_CONFIG")
        .filter(folder -> !folder.isEmpty())
        .map(Path::of)
        .or(() -> terminal().environment("HOME").map(home -> Path.of(home, ".docker")))
        .map(folder -> folder.resolve("config.json"));
  }
}

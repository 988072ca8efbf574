package dev.signet.cli.bundle;

import dev.signet.cli.option.CommandException;
import dev.signet.cli.option.CommandName;
import dev.signet.cli.option.Option;
import dev.signet.cli.option.Options;
import dev.signet.cli.option.Terminal;
import dev.signet.oci.BundleTransfer;
import dev.signet.oci.BundleTransfer.Found;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Optional;

/** {@code bundle:push}: puts a signed bundle into a registry or a folder of digests. */
public final class PushCommand extends TransferCommand {
  private final Option<Path> path;
  private final Option<String> to;

  /** Declares the options. */
  public PushCommand(CommandName name, Terminal terminal) {
    super(name, terminal);
    path = add(Options.requiredPath("--path", "PATH", "Folder, zip or jar, signed."));
    to = addTo("");
    examples(
        "signet bundle:push --path=clock-1.2.0.zip \\",
        "    --to=oci:registry.example/plugins/clock:1.2.0");
  }

  @Override
  public void work(boolean json) throws CommandException {
    Path source = path.get();
    if (Files.notExists(source, LinkOption.NOFOLLOW_LINKS)) {
      throw CommandException.input("--path: there is no " + source + "; check the name.");
    }
    Place place = target(to);
    Found pushed =
        during("pushing to", place, () -> BundleTransfer.push(source, place.target(), place.tag()));
    report(json, "pushed", pushed, Optional.empty());
  }
}

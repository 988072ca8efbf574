package dev.signet.cli.bundle;

import dev.signet.cli.option.CommandException;
import dev.signet.cli.option.CommandName;
import dev.signet.cli.option.NewFiles;
import dev.signet.cli.option.Option;
import dev.signet.cli.option.Options;
import dev.signet.cli.option.Terminal;
import dev.signet.oci.BundleTransfer;
import dev.signet.oci.BundleTransfer.Found;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;

/** {@code bundle:pull}: fetches a bundle, and says by which digest it is found for ever. */
public final class PullCommand extends TransferCommand {
  private final Option<String> from;
  private final Option<Path> out;
  private final Option<Boolean> dryRun;

  /** Declares the options. */
  public PullCommand(CommandName name, Terminal terminal) {
    super(name, terminal);
    from = addFrom();
    out =
        add(
            Options.path(
                "--out",
                "FILE",
                "Where to write the zip or jar; by default in the working folder, called as the"
                    + " repository."));
    dryRun = add(Options.flag("--dry-run", "Only tell which bundle it is."));
    examples(
        "signet bundle:pull --from=oci:registry.example/plugins/clock:1.2.0 \\",
        "    --dry-run",
        "signet bundle:pull --from=layout:/media/stick/plugins --out=clock.zip");
  }

  @Override
  public void work(boolean json) throws CommandException {
    Place place = place(from);
    Found found = during("looking for", place, place::find);
    if (dryRun.isGiven()) {
      report(json, "found", found, Optional.empty());
      return;
    }
    Path file = file(place, found);
    NewFiles.requireNone(file);
    during(
        "pulling",
        place,
        () -> {
          BundleTransfer.pull(found, file, source().mostBytes());
          return found;
        });
    report(json, "pulled", found, Optional.of(file));
  }

  private Path file(Place place, Found found) throws CommandException {
    String ending = "." + found.kind().name().toLowerCase(Locale.ROOT);
    if (out.value().isEmpty()) {
      return place
          .fileName()
          .map(name -> Path.of(name + ending))
          .orElseThrow(() -> CommandException.input("Name the file to write with --out."));
    }
    Path file = out.get();
    if (!file.toString().toLowerCase(Locale.ROOT).endsWith(ending)) {
      throw CommandException.input(
          "--out: the bundle is a file that a host only takes with a name in "
              + ending
              + "; name it so.");
    }
    return file;
  }
}

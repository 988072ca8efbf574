package dev.signet.cli.bundle;

import dev.signet.cli.option.CommandException;
import dev.signet.cli.option.CommandName;
import dev.signet.cli.option.Option;
import dev.signet.cli.option.Terminal;
import dev.signet.oci.BundleStore;
import dev.signet.oci.BundleTransfer;
import dev.signet.oci.BundleTransfer.Found;
import java.util.Optional;

/** {@code bundle:copy}: copies a bundle to another registry, or onto what is carried there. */
public final class CopyCommand extends TransferCommand {
  private final Option<String> from;
  private final Option<String> to;

  /** Declares the options. */
  public CopyCommand(CommandName name, Terminal terminal) {
    super(name, terminal);
    from = addFrom();
    to = addTo(", under the same digest");
    examples(
        "signet bundle:copy --from=oci:registry.example/plugins/clock:1.2.0 \\",
        "    --to=layout:/media/stick/plugins",
        "signet bundle:copy --from=layout:/media/stick/plugins \\",
        "    --to=oci:inside.example/plugins/clock:1.2.0");
  }

  @Override
  public void work(boolean json) throws CommandException {
    Place source = place(from);
    Place target = target(to);
    Found found = during("looking for", source, source::find);
    Found copied =
        during(
            "copying to",
            target,
            () -> {
              BundleStore store = target.target();
              BundleTransfer.copy(found, store, target.tag(), source().mostBytes());
              return BundleTransfer.find(store, found.digest());
            });
    report(json, "copied", copied, Optional.empty());
  }
}

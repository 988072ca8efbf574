package dev.signet.cli.option;

import dev.signet.bundle.Layout;
import dev.signet.bundle.descriptor.PluginDescriptorReader;
import java.util.Optional;

/** {@code --descriptor}: what says which plugin a bundle is, where its hosts have their own. */
public final class DescriptorOption {
  private final Option<String> option;

  public DescriptorOption(Command command) {
    option =
        command.add(
            Options.text(
                "--descriptor",
                "FILE:FORMAT",
                "The file that says which plugin it is, where its hosts do not read PF4J's: the"
                    + " format is yaml, json or properties, and other keys may follow, as in"
                    + " plugin.yaml:yaml:id=metadata.name,version=spec.version. Or the class of a"
                    + " reader beside this program. Sign and check with the same."));
  }

  /**
   * Returns the reader, if one was named.
   *
   * @throws CommandException when there is none such, or the layout is not our own
   */
  public Optional<PluginDescriptorReader> reader(Layout layout) throws CommandException {
    if (option.value().isEmpty()) {
      return Optional.empty();
    }
    if (layout != Layout.PLUGIN) {
      throw CommandException.input(
          option.name()
              + ": leave it out, or --layout; an app says who it is in appinfo/info.xml.");
    }
    try {
      return Optional.of(PluginDescriptorReader.named(option.get()));
    } catch (IllegalArgumentException e) {
      throw CommandException.input(option.name() + ": " + e.getMessage());
    }
  }
}

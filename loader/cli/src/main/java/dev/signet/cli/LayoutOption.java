package dev.signet.cli;

import dev.signet.bundle.Layout;
import java.util.List;

/** {@code --layout}: where {@code signature.json} lies, and what is left out. */
final class LayoutOption {
  private static final String PLUGIN = "plugin";
  private static final String NEXTCLOUD = "nextcloud";
  private static final String OWNCLOUD = "owncloud";

  private final Option<String> option;
  private final boolean core;

  LayoutOption(Command command, CommandName name) {
    this.core = name == CommandName.CHECK_CORE || name == CommandName.SIGN_CORE;
    this.option =
        command.add(
            Options.choice(
                "--layout",
                List.of(PLUGIN, NEXTCLOUD, OWNCLOUD),
                core
                    ? "Where signature.json lies: in the root (plugin, the default), or in core/ with"
                        + " the names left out that these systems leave out."
                    : "Where signature.json lies: in the root, or META-INF/ of a jar (plugin, the"
                        + " default), or in appinfo/ with the names left out that these systems"
                        + " leave out."));
  }

  Layout layout() throws CommandException {
    return switch (Options.chosen(option, PLUGIN)) {
      case NEXTCLOUD -> core ? Layout.NEXTCLOUD_CORE : Layout.NEXTCLOUD_APP;
      case OWNCLOUD -> core ? Layout.OWNCLOUD_CORE : Layout.OWNCLOUD_APP;
      default -> Layout.PLUGIN;
    };
  }
}

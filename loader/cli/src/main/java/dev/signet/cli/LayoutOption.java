package dev.signet.cli;

import dev.signet.bundle.Layout;
import dev.signet.trust.AnchorProfile;
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
                    ? "Where signature.json lies, and what is left out: in core/, with the names"
                        + " left out that Nextcloud leaves out, by default; or in the root of a"
                        + " plugin, and nothing is left out."
                    : "Where signature.json lies, and what is left out: in the root or META-INF/ of"
                        + " a plugin, and nothing is left out, by default; or in appinfo/, with the"
                        + " names left out that these systems leave out."));
  }

  /** Returns the layout; of the host's own folder, the original system's unless said otherwise. */
  Layout layout() throws CommandException {
    return switch (Options.chosen(option, core ? NEXTCLOUD : PLUGIN)) {
      case NEXTCLOUD -> core ? Layout.NEXTCLOUD_CORE : Layout.NEXTCLOUD_APP;
      case OWNCLOUD -> core ? Layout.OWNCLOUD_CORE : Layout.OWNCLOUD_APP;
      default -> Layout.PLUGIN;
    };
  }

  /** Returns how anchors are judged when nothing else says: an original layout has its own way. */
  AnchorProfile profile() throws CommandException {
    return Options.chosen(option, PLUGIN).equals(PLUGIN)
        ? AnchorProfile.STANDARD
        : AnchorProfile.NEXTCLOUD;
  }
}

package dev.signet.cli.option;

import dev.signet.bundle.Layout;
import dev.signet.bundle.LeftOut;
import java.nio.file.Path;
import java.util.List;

/** {@code --kept-in-core}: what lies in the host's folder and is none of its code. */
public final class KeptInCoreOption {
  private final Option<List<Path>> option;

  public KeptInCoreOption(Command command) {
    option =
        command.add(
            Options.paths(
                "--kept-in-core",
                "PATH",
                "What lies in the host's folder and is none of its code, such as further app"
                    + " folders, data or logs: within the folder, or absolute. Sign and check with"
                    + " the same. Repeat it for several."));
  }

  /**
   * Returns what to leave out.
   *
   * @throws CommandException when it is not there or not inside the folder
   */
  public LeftOut below(Path folder, Layout layout) throws CommandException {
    try {
      return LeftOut.named(folder, layout, option.value().orElse(List.of()));
    } catch (IllegalArgumentException e) {
      throw CommandException.input("--kept-in-core: " + e.getMessage());
    }
  }
}

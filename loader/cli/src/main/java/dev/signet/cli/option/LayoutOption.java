package dev.signet.cli.option;

import dev.signet.bundle.Layout;
import dev.signet.verify.Convention;

/** {@code --layout}: where {@code signature.json} lies, and what is left out. */
public final class LayoutOption {
  private final Option<String> option;
  private final boolean core;

  public LayoutOption(Command command, CommandName name) {
    this.core = name == CommandName.CHECK_CORE || name == CommandName.SIGN_CORE;
    this.option =
        command.add(
            Options.choice(
                "--layout",
                Convention.words(),
                core
                    ? "Whose host it is: our own (plugin, the default), or the original systems',"
                        + " whose certificates are judged in their own way. All keep"
                        + " core/signature.json, and leave out what users put into the folder."
                    : "Where signature.json lies, and what is left out: in the root or META-INF/ of"
                        + " a plugin, and nothing is left out, by default; or in appinfo/, with the"
                        + " names left out that these systems leave out."));
  }

  /** Returns the layout. */
  public Layout layout() throws CommandException {
    return core ? convention().core() : convention().app();
  }

  /** Returns whose way of laying out and judging is meant. */
  public Convention convention() throws CommandException {
    return Convention.of(Options.chosen(option, Convention.PLUGIN.word())).orElseThrow();
  }
}

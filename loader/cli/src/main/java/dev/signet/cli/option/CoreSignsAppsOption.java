package dev.signet.cli.option;

/**
 * {@code --core-signs-apps} and its opposite: whether a core's certificate may vouch for any app.
 */
public final class CoreSignsAppsOption {
  private final Option<Boolean> yes;
  private final Option<Boolean> no;

  public CoreSignsAppsOption(Command command) {
    yes =
        command.add(
            Options.flag(
                "--core-signs-apps",
                "Let a certificate for 'core' vouch for any app, as --layout=nextcloud does by"
                    + " itself."));
    no =
        command.add(
            Options.flag(
                "--no-core-signs-apps",
                "Let a certificate for 'core' vouch for no app, whatever the layout."));
  }

  /**
   * Returns what was chosen.
   *
   * @param byLayout what counts when nothing was
   * @throws CommandException when both were
   */
  public boolean isChosen(boolean byLayout) throws CommandException {
    if (yes.isGiven() && no.isGiven()) {
      throw CommandException.input(yes.name() + " and " + no.name() + ": leave one of them out.");
    }
    return yes.isGiven() || (byLayout && !no.isGiven());
  }
}

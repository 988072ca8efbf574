package dev.signet.cli.option;

import dev.signet.report.TextStyle;
import dev.signet.sign.SigningReport;
import dev.signet.sign.problem.SigningException;
import dev.signet.sign.problem.SigningRefusedException;
import dev.signet.verdict.Printable;
import java.nio.file.Path;
import java.util.List;

/** A command of an author or an authority: does something, or refuses, and reports either. */
public abstract class SigningCommand extends Command {
  private static final String TEXT = "text";
  private static final String JSON = "json";

  private final Option<String> output;

  public SigningCommand(CommandName name, Terminal terminal) {
    super(name, terminal);
    output =
        add(Options.choice("--output", List.of(TEXT, JSON), "What to print; text by default."));
  }

  /**
   * Does the work, and reports it.
   *
   * @param json whether to report for scripts
   */
  public abstract void work(boolean json) throws CommandException, SigningException;

  @Override
  public final int run() throws CommandException {
    boolean json = Options.chosen(output, TEXT).equals(JSON);
    try {
      work(json);
      return ExitCode.OK;
    } catch (SigningRefusedException e) {
      if (json) {
        document(SigningReport.refused(e.objections()));
      }
      throw CommandException.refused(e.sentences());
    } catch (SigningException e) {
      throw CommandException.input(e.reason());
    }
  }

  /** Reports to scripts. */
  public final void document(String json) {
    terminal().writeDocument(json + "\n");
  }

  /** Reports to people: what was done to what. */
  public final void headline(String verb, String subject, String details) {
    TextStyle style = style();
    terminal()
        .out()
        .println(
            style.good(verb)
                + "  "
                + style.strong(Printable.of(subject))
                + "  "
                + Printable.of(details));
  }

  /** Reports one more thing about it. */
  public final void row(String label, String value) {
    terminal().out().println("  " + style().faint(label) + "  " + Printable.of(value));
  }

  /** Reports a file. */
  public final void wrote(Path file) {
    row("wrote", file.toString());
  }

  /** Returns how to colour. */
  public final TextStyle style() {
    return new TextStyle(terminal().isColoured());
  }
}

package dev.signet.cli;

import dev.signet.cli.option.CommandException;
import dev.signet.cli.option.CommandName;
import dev.signet.cli.option.Option;
import dev.signet.cli.option.Options;
import dev.signet.cli.option.SigningCommand;
import dev.signet.cli.option.Terminal;
import dev.signet.sign.authority.AuthorityReport;
import dev.signet.sign.authority.DevelopmentAuthority;
import dev.signet.sign.problem.SigningException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import picocli.CommandLine.Model.PositionalParamSpec;

/** {@code key:dev}: keys and certificates for a day, of an authority that is thrown away. */
final class KeyDevCommand extends SigningCommand {
  private static final Path FOLDER = Path.of("signet-dev");

  private final PositionalParamSpec ids = Options.id("1..*", "The plugins' ids.");
  private final Option<Path> out;

  KeyDevCommand(CommandName name, Terminal terminal) {
    super(name, terminal);
    spec().addPositional(ids);
    out =
        add(
            Options.path(
                "--out",
                "DIR",
                "The folder; signet-dev by default. What this command made there before is"
                    + " replaced."));
    examples(
        "signet key:dev hello",
        "signet integrity:sign-app --path=build/hello.zip \\",
        "    --privateKey=signet-dev/hello.key --certificate=signet-dev/hello.crt",
        "signet integrity:check-app --path=build/hello.zip --trust=signet-dev/root.crt");
  }

  @Override
  public void work(boolean json) throws CommandException, SigningException {
    List<String> names = ids.getValue();
    Path folder = out.value().orElse(FOLDER);
    Instant until = DevelopmentAuthority.make(folder, names, terminal().clock().instant());
    if (json) {
      document(AuthorityReport.development(folder, names, until));
      return;
    }
    headline("made", String.join(", ", names), "for development only, until " + until);
    row("wrote", folder.resolve("root.crt") + " (for hosts on another channel than stable)");
    for (String name : names) {
      row("wrote", folder.resolve(name + ".key") + ", " + folder.resolve(name + ".crt"));
    }
  }
}

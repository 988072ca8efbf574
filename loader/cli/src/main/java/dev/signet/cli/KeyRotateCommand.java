package dev.signet.cli;

import dev.signet.cli.option.CommandException;
import dev.signet.cli.option.CommandName;
import dev.signet.cli.option.KeyOptions;
import dev.signet.cli.option.NewFiles;
import dev.signet.cli.option.Option;
import dev.signet.cli.option.Options;
import dev.signet.cli.option.SigningCommand;
import dev.signet.cli.option.Terminal;
import dev.signet.sign.authority.AuthorityReport;
import dev.signet.sign.key.KeyRotation;
import dev.signet.sign.key.SigningKey;
import dev.signet.sign.problem.SigningException;
import dev.signet.trust.KeyRules;
import java.nio.file.Path;
import java.util.Optional;

/** {@code key:rotate}: an author's old key vouches for the new one. */
final class KeyRotateCommand extends SigningCommand {
  private final KeyOptions key;
  private final Option<Path> newKey;
  private final Option<Path> earlier;
  private final Option<Path> out;

  KeyRotateCommand(CommandName name, Terminal terminal) {
    super(name, terminal);
    key = new KeyOptions(this, "The old key, which hosts know");
    newKey =
        add(
            Options.requiredPath(
                "--to", "FILE", "The new key: its request or its certificate, for the same id."));
    earlier =
        add(
            Options.path(
                "--rotation",
                "FILE",
                "What an earlier rotation wrote, by which the old key was the new one: hosts that"
                    + " know only the key before that follow, too."));
    out =
        add(
            Options.path(
                "--out",
                "FILE",
                "Where to write the statements; <appid>.rotation.json by default."));
    examples(
        "signet key:rotate --privateKey=old.key --to=hello.csr",
        "signet integrity:sign-app --privateKey=hello.key --certificate=hello.crt \\",
        "    --rotation=hello.rotation.json --path=hello-2.0.zip");
  }

  @Override
  public void work(boolean json) throws CommandException, SigningException {
    KeyRotation.NewKey next = KeyRotation.newKey(newKey.get());
    Path file = NewFiles.named(out, next.id(), ".rotation.json");
    NewFiles.requireNone(file);
    KeyRotation made = rotation(next);
    NewFiles.write(file, () -> made.write(file));
    if (json) {
      document(AuthorityReport.rotated(next.id(), next.key(), file));
      return;
    }
    headline("rotated", next.id(), "to the key " + KeyRules.id(next.key()));
    row("wrote", file + " (sign each release by the new key with --rotation=" + file + ")");
  }

  private KeyRotation rotation(KeyRotation.NewKey next) throws CommandException, SigningException {
    Optional<Path> before = earlier.value();
    if (before.isEmpty()) {
      return KeyRotation.vouching(next.id(), key.load(), next.key());
    }
    KeyRotation first = KeyRotation.load(before.get());
    SigningKey old = key.load();
    return first.thenVouching(next.id(), old, next.key());
  }
}

package dev.signet.cli;

import dev.signet.cli.option.CommandException;
import dev.signet.cli.option.CommandName;
import dev.signet.cli.option.KeyTypeOption;
import dev.signet.cli.option.Option;
import dev.signet.cli.option.Options;
import dev.signet.cli.option.PassphraseOptions;
import dev.signet.cli.option.Progress;
import dev.signet.cli.option.Terminal;
import dev.signet.sign.authority.AuthorityFolder;
import dev.signet.sign.authority.AuthorityReport;
import dev.signet.sign.authority.AuthoritySettings;
import dev.signet.sign.authority.IssuedCertificate;
import dev.signet.sign.authority.ListedCertificate;
import dev.signet.sign.authority.NewAuthority;
import dev.signet.sign.key.Passphrase;
import dev.signet.sign.problem.SigningException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** {@code ca:init}: makes an authority, or another intermediate for one. */
final class AuthorityInitCommand extends AuthorityCommand {
  private static final Duration ROOT_LENGTH = Duration.ofDays(3_650);
  private static final Duration INTERMEDIATE_LENGTH = Duration.ofDays(1_825);

  private final Option<String> name;
  private final Option<String> intermediate;
  private final Option<Boolean> renew;
  private final KeyTypeOption type;
  private final Option<String> days;
  private final Option<String> intermediateDays;
  private final PassphraseOptions passphrase;
  private final PassphraseOptions rootPassphrase;
  private final Option<Path> rootKey;
  private final Option<Boolean> unencrypted;

  AuthorityInitCommand(CommandName command, Terminal terminal) {
    super(command, terminal);
    name = add(Options.text("--name", "TEXT", "The name of the new root."));
    intermediate =
        add(
            Options.text(
                "--intermediate",
                "TEXT",
                "Also make an intermediate of this name. It issues; the root's key is then only"
                    + " needed to revoke or renew the intermediate, and may be kept offline."));
    renew =
        add(
            Options.flag(
                "--renew",
                "Make another --intermediate under the root there is; it issues from then on."));
    type = KeyTypeOption.ofAuthority(this);
    days = add(Options.days("--days", "How long the root is valid; 3650 by default."));
    intermediateDays =
        add(
            Options.days(
                "--intermediate-days",
                "How long the intermediate is valid; 1825 by default, or as long as the root."));
    passphrase = new PassphraseOptions(this);
    rootPassphrase =
        new PassphraseOptions(
            this, "root-", "The same for the root's key, when it has a passphrase of its own.");
    rootKey = AuthorityKeyOptions.rootKey(this);
    unencrypted =
        add(
            Options.flag(
                "--no-passphrase",
                "Write new keys unencrypted: whoever can read the folder is the authority."));
    examples(
        "signet ca:init --authority=authority --name=\"Acme Root\" \\",
        "    --intermediate=\"Acme Plugins\"",
        "signet ca:init --authority=authority --renew \\",
        "    --intermediate=\"Acme Plugins 2\" --root-key=/media/usb/root.key");
  }

  @Override
  public void work(boolean json) throws CommandException, SigningException {
    if (unencrypted.isGiven() && passphrase.isGiven()) {
      throw CommandException.input(
          "--no-passphrase contradicts the passphrase; leave one of them out.");
    }
    rootPassphrase.isGiven();
    if (renew.isGiven()) {
      renew();
    } else {
      create();
    }
    report(json);
  }

  private void create() throws CommandException, SigningException {
    if (rootKey.value().isPresent()) {
      throw CommandException.input(
          "A new authority makes its root's key itself; leave --root-key out.");
    }
    if (name.value().isEmpty()) {
      throw CommandException.input(
          "A new authority needs a name; add --name, for example --name=\"My company's plugins\".");
    }
    Duration length = Options.duration(days).orElse(ROOT_LENGTH);
    NewAuthority root = planned(name, length);
    Optional<NewAuthority> below =
        intermediate.value().isPresent() ? Optional.of(below(length)) : Optional.empty();
    AuthorityFolder.requireFree(folder());
    AuthoritySettings settings = settings();
    if (unencrypted.isGiven()) {
      settings.unencrypted();
    } else {
      // First, since people are asked on the line that shows progress.
      settings.rootPassphrase(chosen(rootSource(), "the root's key"));
      if (below.isPresent()) {
        settings.passphrase(chosen(passphrase, "the intermediate's key"));
      }
    }
    Progress.during(terminal(), "making keys", () -> settings.create(root, below)).close();
  }

  private void renew() throws CommandException, SigningException {
    if (intermediate.value().isEmpty() || name.value().isPresent() || days.value().isPresent()) {
      throw CommandException.input(
          "--renew makes an intermediate under the root there is: name it with --intermediate, and"
              + " leave --name and --days out.");
    }
    NewAuthority below = below(ROOT_LENGTH);
    AuthoritySettings settings = settings().rootPassphrase(rootSource()::ask);
    rootKey.value().ifPresent(settings::rootKey);
    if (unencrypted.isGiven()) {
      settings.unencrypted();
    } else {
      settings.passphrase(chosen(passphrase, "the intermediate's key"));
    }
    try (AuthorityFolder authority = settings.open()) {
      authority.renewIntermediate(below);
    }
  }

  private NewAuthority below(Duration most) throws CommandException {
    Duration usual = INTERMEDIATE_LENGTH.compareTo(most) < 0 ? INTERMEDIATE_LENGTH : most;
    return planned(intermediate, Options.duration(intermediateDays).orElse(usual));
  }

  private NewAuthority planned(Option<String> option, Duration length) throws CommandException {
    try {
      return new NewAuthority(option.get(), type.type(), length);
    } catch (IllegalArgumentException e) {
      throw CommandException.input(option.name() + ": " + e.getMessage() + "; choose another.");
    }
  }

  /** One file or variable can be the source of both passphrases; a person chooses two. */
  private PassphraseOptions rootSource() throws CommandException {
    return passphrase.isGiven() && !rootPassphrase.isGiven() ? passphrase : rootPassphrase;
  }

  private static Passphrase chosen(PassphraseOptions source, String purpose)
      throws SigningException {
    char[] secret = source.choose(purpose);
    return asked -> secret.clone();
  }

  private void report(boolean json) throws SigningException {
    List<IssuedCertificate> made =
        AuthorityFolder.list(folder(), terminal().clock().instant()).stream()
            .map(ListedCertificate::certificate)
            .filter(IssuedCertificate::authority)
            .toList();
    if (json) {
      document(AuthorityReport.made(folder(), made));
      return;
    }
    IssuedCertificate last = made.get(made.size() - 1);
    headline("made", last.commonName(), "until " + last.validity().until());
    row("in", folder().toString());
    row("give to hosts", folder().resolve("root.crt").toString());
    row("its SHA-256", made.get(0).sha256());
    row("back up", "the whole folder, now and after each issue or revocation");
    if (made.size() > 1) {
      row(
          "keep offline",
          folder().resolve("root.key")
              + ": only needed to revoke or renew the intermediate (--root-key)");
    }
  }
}

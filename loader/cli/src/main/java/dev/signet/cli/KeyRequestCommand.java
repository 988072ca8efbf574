package dev.signet.cli;

import dev.signet.cli.option.CommandException;
import dev.signet.cli.option.CommandName;
import dev.signet.cli.option.KeyOptions;
import dev.signet.cli.option.KeyTypeOption;
import dev.signet.cli.option.NewFiles;
import dev.signet.cli.option.Option;
import dev.signet.cli.option.Options;
import dev.signet.cli.option.Progress;
import dev.signet.cli.option.SigningCommand;
import dev.signet.cli.option.Terminal;
import dev.signet.file.IoCause;
import dev.signet.file.Ownership;
import dev.signet.sign.authority.AuthorityReport;
import dev.signet.sign.key.CertificateRequest;
import dev.signet.sign.key.KeyType;
import dev.signet.sign.key.PemFiles;
import dev.signet.sign.key.SigningKey;
import dev.signet.sign.problem.SigningException;
import dev.signet.verdict.Printable;
import java.io.IOException;
import java.nio.file.Path;
import java.security.KeyPair;
import java.util.Arrays;
import java.util.Optional;
import picocli.CommandLine.Model.PositionalParamSpec;

/** {@code key:request}: an author's key, and the request for its certificate. */
final class KeyRequestCommand extends SigningCommand {
  private final PositionalParamSpec id =
      Options.id("1", "The plugin's id, or 'core' for the host's own code.");
  private final KeyOptions key;
  private final KeyTypeOption type;
  private final Option<Path> keyOut;
  private final Option<Path> out;
  private final Option<Boolean> unencrypted =
      Options.flag("--no-passphrase", "Write the new key unencrypted, as builds often need it.");

  KeyRequestCommand(CommandName name, Terminal terminal) {
    super(name, terminal);
    spec().addPositional(id);
    key = new KeyOptions(this, "A key there is already, instead of a new one");
    type = KeyTypeOption.ofAuthor(this);
    keyOut =
        add(
            Options.path(
                "--key-out", "FILE", "Where to write the new key; <appid>.key by default."));
    out = add(Options.path("--out", "FILE", "Where to write the request; <appid>.csr by default."));
    add(unencrypted);
    examples(
        "signet key:request hello",
        "signet key:request hello --key-type=rsa4096 --no-passphrase",
        "signet key:request hello --privateKey=hello.key \\",
        "    --out=hello-2027.csr");
  }

  @Override
  public void work(boolean json) throws CommandException, SigningException {
    String appId = Options.given(id).orElseThrow();
    CertificateRequest.requireValid(appId);
    Path request = NewFiles.named(out, appId, ".csr");
    NewFiles.requireNone(request);
    CertificateRequest made = key.isGiven() ? ofExisting(appId) : ofNew(appId, request);
    NewFiles.write(request, () -> made.write(request));
    Optional<Path> newKey =
        key.isGiven() ? Optional.empty() : Optional.of(NewFiles.named(keyOut, appId, ".key"));
    if (json) {
      document(AuthorityReport.requested(made, request, newKey));
      return;
    }
    headline("requested", appId, made.key().getAlgorithm() + " key");
    newKey.ifPresent(
        file -> row("wrote", file + " (the private key: keep it, and give it to nobody)"));
    row("wrote", request + " (send it to the authority)");
  }

  private CertificateRequest ofExisting(String appId) throws CommandException, SigningException {
    if (type.isGiven() || keyOut.value().isPresent() || unencrypted.isGiven()) {
      throw CommandException.input(
          "--key-type, --key-out and --no-passphrase are for a new key; leave them out.");
    }
    return CertificateRequest.create(appId, key.load());
  }

  private CertificateRequest ofNew(String appId, Path request)
      throws CommandException, SigningException {
    Path file = NewFiles.named(keyOut, appId, ".key");
    if (file.toAbsolutePath().normalize().equals(request.toAbsolutePath().normalize())) {
      throw CommandException.input("--key-out and --out name the same file; name two.");
    }
    NewFiles.requireNone(file);
    KeyType kind = type.type();
    Optional<char[]> secret = secret(file);
    KeyPair pair = Progress.during(terminal(), "making a key", kind::generate);
    CertificateRequest made = CertificateRequest.create(appId, new SigningKey(pair.getPrivate()));
    NewFiles.write(
        file,
        () -> {
          if (secret.isPresent()) {
            PemFiles.writePrivateKey(file, pair.getPrivate(), secret.get());
            Arrays.fill(secret.get(), '\0');
          } else {
            PemFiles.writePrivateKey(file, pair.getPrivate());
          }
        });
    warnOfOthers(file);
    return made;
  }

  /** Whoever can replace key and request has the authority vouch for a key of his own. */
  private void warnOfOthers(Path file) {
    try {
      Ownership.checkAbove(file);
    } catch (IOException e) {
      terminal().err().println("signet: " + Printable.of(IoCause.withFile(e)) + ".");
    }
  }

  private Optional<char[]> secret(Path file) throws CommandException, SigningException {
    boolean named = key.passphrase().isGiven();
    if (!unencrypted.isGiven()) {
      return Optional.of(key.passphrase().choose(file.toString()));
    }
    if (named) {
      throw CommandException.input(
          "--no-passphrase contradicts the passphrase; leave one of them out.");
    }
    return Optional.empty();
  }
}

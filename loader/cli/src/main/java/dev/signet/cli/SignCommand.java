package dev.signet.cli;

import dev.signet.bundle.Layout;
import dev.signet.cli.option.AddOption;
import dev.signet.cli.option.CommandException;
import dev.signet.cli.option.CommandName;
import dev.signet.cli.option.DescriptorOption;
import dev.signet.cli.option.IdentityOptions;
import dev.signet.cli.option.KeptInCoreOption;
import dev.signet.cli.option.LayoutOption;
import dev.signet.cli.option.Option;
import dev.signet.cli.option.Options;
import dev.signet.cli.option.Progress;
import dev.signet.cli.option.RotationOption;
import dev.signet.cli.option.SigningCommand;
import dev.signet.cli.option.SourceOption;
import dev.signet.cli.option.Terminal;
import dev.signet.cli.option.TimestampOption;
import dev.signet.cli.option.TrustOptions;
import dev.signet.sign.BundleSigner;
import dev.signet.sign.SignedBundle;
import dev.signet.sign.SigningReport;
import dev.signet.sign.TimestampClient;
import dev.signet.sign.problem.SigningException;
import dev.signet.trust.Scope;
import dev.signet.verdict.Count;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * {@code integrity:sign-app} and {@code integrity:sign-core}: signs a bundle. What may be signed is
 * the library's to decide.
 */
final class SignCommand extends SigningCommand {
  private final boolean core;
  private final SourceOption source;
  private final IdentityOptions identity;
  private final Option<String> format;
  private final RotationOption rotation;
  private final TrustOptions trust;
  private final LayoutOption layout;
  private final Option<Path> out;
  private final Option<Boolean> dryRun;
  private final TimestampOption timestamps;
  private @Nullable KeptInCoreOption kept;
  private @Nullable AddOption adding;
  private @Nullable DescriptorOption descriptor;

  SignCommand(CommandName name, Terminal terminal) {
    super(name, terminal);
    core = name == CommandName.SIGN_CORE;
    source = new SourceOption(this, core);
    identity = new IdentityOptions(this);
    rotation = new RotationOption(this);
    trust = new TrustOptions(this);
    format = add(Options.choice("--format", List.of("1", "2"), "Of signature.json; 2 by default."));
    layout = new LayoutOption(this, name);
    if (core) {
      kept = new KeptInCoreOption(this);
    } else {
      descriptor = new DescriptorOption(this);
      adding = new AddOption(this, List.of(format, rotation.option()));
    }
    out =
        add(
            Options.path(
                "--out",
                "FILE",
                "Leave --path as it is and write here: the signed zip or jar, or of a folder its"
                    + " signature.json."));
    dryRun = add(Options.flag("--dry-run", "Do everything but write."));
    timestamps = new TimestampOption(this);
    examples(name);
  }

  private void examples(CommandName name) {
    String start = "signet " + name.text() + " --privateKey=my.key --certificate=my.crt \\";
    if (core) {
      examples(start, "    --path=/opt/host");
    } else {
      examples(
          start,
          "    --path=hello-1.0.zip --chain=intermediate.crt",
          start,
          "    --path=build/hello.zip --out=release/hello-1.0.zip",
          "signet " + name.text() + " --add --path=hello-1.0.zip \\",
          "    --privateKey=store.key --certificate=store.crt",
          "signet " + name.text() + " --privateKey=my.p12 --path=hello.jar \\",
          "    --passphrase-file=secret.txt --tsa=http://timestamp.example");
    }
  }

  @Override
  public void work(boolean json) throws CommandException, SigningException {
    Path path = source.existing();
    // First, since it may ask for a passphrase on the line that shows progress.
    BundleSigner signer = signer();
    SignedBundle signed = Progress.during(terminal(), "signing " + path, () -> sign(signer, path));
    if (json) {
      document(SigningReport.signed(signed));
      return;
    }
    headline(
        (dryRun.isGiven() ? "could sign" : "signed")
            + (adding != null && adding.isGiven() ? " beside" : ""),
        signed.id(),
        Count.of(signed.files(), "file")
            + ", "
            + signed.algorithm()
            + ", format "
            + signed.format());
    row(dryRun.isGiven() ? "would write" : "wrote", signed.file().toString());
    signed.notices().forEach(notice -> row("note", notice));
  }

  private SignedBundle sign(BundleSigner signer, Path path) throws SigningException {
    if (dryRun.isGiven()) {
      return signer.rehearse(path);
    }
    Optional<Path> target = out.value();
    return target.isPresent() ? signer.sign(path, target.get()) : signer.sign(path);
  }

  private BundleSigner signer() throws CommandException, SigningException {
    int version = Integer.parseInt(Options.chosen(format, "2"));
    Layout chosen = layout.layout();
    Optional<TimestampClient> stamping = timestamps.client();
    BundleSigner.Builder builder =
        BundleSigner.builder(identity.load()).format(version).layout(chosen);
    AddOption.apply(adding, builder);
    builder.idOfAuthor(id()).clock(terminal().clock());
    stamping.ifPresent(builder::timestamps);
    rotation.applyTo(builder);
    if (descriptor != null) {
      descriptor.reader(chosen).ifPresent(builder::descriptor);
    }
    if (kept != null) {
      builder.leftOut(kept.below(source.path(), chosen));
    }
    trust.loadIfGiven(layout.convention()).ifPresent(builder::trust);
    return builder.build();
  }

  private Optional<String> id() {
    return core ? Optional.of(Scope.CORE) : source.id();
  }
}

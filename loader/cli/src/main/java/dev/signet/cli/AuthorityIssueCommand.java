package dev.signet.cli;

import dev.signet.cli.option.CommandException;
import dev.signet.cli.option.CommandName;
import dev.signet.cli.option.NewFiles;
import dev.signet.cli.option.Option;
import dev.signet.cli.option.Options;
import dev.signet.cli.option.Terminal;
import dev.signet.sign.authority.AuthorityFolder;
import dev.signet.sign.authority.AuthorityReport;
import dev.signet.sign.authority.IssuedCertificate;
import dev.signet.sign.authority.NewCertificate;
import dev.signet.sign.key.CertificateRequest;
import dev.signet.sign.key.PemFiles;
import dev.signet.sign.problem.SigningException;
import dev.signet.trust.Scope;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.PositionalParamSpec;

/** {@code ca:issue}: issues what an author requested, for the ids the operator names. */
final class AuthorityIssueCommand extends AuthorityCommand {
  private final PositionalParamSpec ids =
      Options.id("0..*", "The id the request must be for, or one of several.");
  private final Option<Path> request;
  private final Option<Boolean> core;
  private final Option<String> days;
  private final Option<Path> out;
  private final Option<Path> chainOut;
  private final AuthorityKeyOptions key;

  AuthorityIssueCommand(CommandName name, Terminal terminal) {
    super(name, terminal);
    spec().addPositional(ids);
    request =
        add(
            Options.requiredPath(
                "--request",
                "FILE",
                "The author's request: PKCS#10, PEM or DER. Only its key and its one common name"
                    + " count; whatever else it asks for is left out."));
    core =
        add(
            Options.flag(
                "--allow-core", "The request may be for 'core', the host's own code, too."));
    days =
        add(
            Options.days(
                "--days",
                "How long the certificate is valid; 365 by default, or as long as the authority."));
    out =
        add(
            Options.path(
                "--out",
                "FILE",
                "Where to write the certificate; beside the request, ending in .crt, by default."));
    chainOut =
        add(
            Options.path(
                "--chain-out",
                "FILE",
                "Where to write the intermediate's certificate, if there is one; beside --out,"
                    + " ending in -chain.crt, by default."));
    key = new AuthorityKeyOptions(this);
    examples(
        "signet ca:issue hello --authority=authority --request=hello.csr",
        "signet ca:issue core --authority=authority --request=host.csr \\",
        "    --days=90 --out=host.crt --passphrase-file=secret.txt");
  }

  @Override
  public void work(boolean json) throws CommandException, SigningException {
    Set<String> allowed = allowed();
    Optional<Duration> length = Options.duration(days);
    CertificateRequest asked = CertificateRequest.load(request.get());
    Path certificate = out.value().orElseGet(() -> withEnding(request.get(), ".crt"));
    Path chain = chainOut.value().orElseGet(() -> withEnding(certificate, "-chain.crt"));
    NewFiles.requireNone(certificate);
    NewCertificate issued;
    try (AuthorityFolder authority = key.applyTo(settings()).open()) {
      // Before anything is issued that would then have nowhere to go.
      if (authority.issuers().size() > 1) {
        NewFiles.requireNone(chain);
      }
      issued = authority.issue(asked, allowed, length);
    }
    NewFiles.write(
        certificate,
        () -> PemFiles.writeNewCertificates(certificate, List.of(issued.certificate())));
    boolean chained = !issued.chain().isEmpty();
    if (chained) {
      NewFiles.write(chain, () -> PemFiles.writeNewCertificates(chain, issued.chain()));
    }
    List<String> notices =
        CertificateRequest.privateKeysWith(request.get()).stream()
            .map(AuthorityIssueCommand::notice)
            .toList();
    if (json) {
      Optional<Path> written = chained ? Optional.of(chain) : Optional.empty();
      document(AuthorityReport.issued(issued.entry(), certificate, written, notices));
      return;
    }
    report(issued.entry(), certificate, chained ? Optional.of(chain) : Optional.empty());
    notices.forEach(notice -> row("warning", notice));
  }

  private static String notice(Path file) {
    return file
        + " holds a private key. Nobody but its author should ever have that: if it came with the"
        + " request, revoke this certificate and ask for a request with a new key.";
  }

  private void report(IssuedCertificate issued, Path certificate, Optional<Path> chain) {
    headline("issued", issued.commonName(), "until " + issued.validity().until());
    row("serial", issued.serial());
    wrote(certificate);
    chain.ifPresent(this::wrote);
    row(
        "to sign",
        "--certificate="
            + certificate.getFileName()
            + chain.map(file -> " --chain=" + file.getFileName()).orElse(""));
  }

  private static Path withEnding(Path file, String ending) {
    String name = String.valueOf(file.getFileName());
    int dot = name.lastIndexOf('.');
    return file.resolveSibling((dot > 0 ? name.substring(0, dot) : name) + ending);
  }

  private Set<String> allowed() throws CommandException {
    @Nullable List<String> named = ids.getValue();
    Set<String> allowed = new LinkedHashSet<>(named == null ? List.of() : named);
    if (core.isGiven()) {
      allowed.add(Scope.CORE);
    }
    if (allowed.isEmpty()) {
      throw CommandException.input(
          "Name the id that the request may be for: find out who its sender is first.");
    }
    return allowed;
  }
}

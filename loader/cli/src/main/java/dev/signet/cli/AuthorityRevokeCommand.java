package dev.signet.cli;

import dev.signet.cli.option.CommandException;
import dev.signet.cli.option.CommandName;
import dev.signet.cli.option.Option;
import dev.signet.cli.option.Options;
import dev.signet.cli.option.Terminal;
import dev.signet.sign.authority.AuthorityFolder;
import dev.signet.sign.authority.AuthorityReport;
import dev.signet.sign.authority.IssuedCertificate;
import dev.signet.sign.authority.Revocation;
import dev.signet.sign.authority.RevocationReason;
import dev.signet.sign.authority.RevokedCertificate;
import dev.signet.sign.problem.SigningException;
import java.math.BigInteger;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import picocli.CommandLine.Model.PositionalParamSpec;

/** {@code ca:revoke}: withdraws certificates; the next revocation list says so. */
final class AuthorityRevokeCommand extends AuthorityCommand {
  private static final String SERIAL = "(?:[0-9A-Fa-f]{2}:)*[0-9A-Fa-f]{2}|[0-9A-Fa-f]{1,40}";

  private final PositionalParamSpec id =
      Options.id("0..1", "Revoke the certificate in force for this id; several only with --all.");
  private final Option<Path> certificate;
  private final Option<String> serial;
  private final Option<Boolean> all =
      Options.flag("--all", "Revoke all certificates in force for the id.");
  private final Option<String> reason;

  AuthorityRevokeCommand(CommandName name, Terminal terminal) {
    super(name, terminal);
    spec().addPositional(id);
    certificate =
        add(
            Options.path(
                "--certificate", "FILE", "Instead: this certificate, also an intermediate's."));
    serial =
        add(
            Options.text(
                "--serial",
                "HEX",
                "Instead: the certificate of this serial number, as ca:list and openssl print it."));
    add(all);
    reason =
        add(
            Options.choice(
                "--reason",
                Arrays.stream(RevocationReason.values()).map(RevocationReason::text).toList(),
                "Why (RFC 5280); unspecified by default."));
    examples(
        "signet ca:revoke hello --authority=authority --reason=keyCompromise",
        "signet ca:revoke --authority=authority --certificate=old.crt \\",
        "    --reason=superseded",
        "signet ca:crl --authority=authority --out=authority.crl");
  }

  @Override
  public void work(boolean json) throws CommandException, SigningException {
    Optional<String> named = Options.given(id);
    long ways =
        Stream.of(named, certificate.value(), serial.value()).filter(Optional::isPresent).count();
    if (ways != 1) {
      throw CommandException.input(
          "Name what to revoke in one way: by its id, --certificate or --serial.");
    }
    if (all.isGiven() && named.isEmpty()) {
      throw CommandException.input("--all goes with an id; leave it out, or name the id.");
    }
    RevocationReason why = reason();
    List<RevokedCertificate> revoked;
    try (AuthorityFolder authority = settings().open()) {
      if (named.isPresent()) {
        revoked = authority.revoke(named.get(), all.isGiven(), why);
      } else if (certificate.value().isPresent()) {
        revoked = List.of(authority.revoke(certificate.get(), why));
      } else {
        revoked = List.of(authority.revoke(serialNumber(), why));
      }
    }
    if (json) {
      document(AuthorityReport.revoked(revoked));
    } else {
      report(revoked);
    }
  }

  private void report(List<RevokedCertificate> revoked) {
    for (RevokedCertificate one : revoked) {
      IssuedCertificate entry = one.certificate();
      Revocation revocation = entry.revocation().orElseThrow();
      headline(
          one.already() ? "revoked before" : "revoked",
          entry.commonName(),
          revocation.reason().text() + ", at " + revocation.at());
      row("serial", entry.serial());
    }
    revoked.stream()
        .map(one -> one.certificate().issuer())
        .distinct()
        .forEach(
            issuer ->
                row(
                    "to do",
                    "give hosts the next list: signet ca:crl --authority="
                        + folder()
                        + " --issuer="
                        + issuer));
  }

  private RevocationReason reason() throws CommandException {
    String text = Options.chosen(reason, RevocationReason.UNSPECIFIED.text());
    return RevocationReason.of(text).orElseThrow();
  }

  private BigInteger serialNumber() throws CommandException {
    String text = serial.get();
    if (!text.matches(SERIAL)) {
      throw CommandException.input(
          "--serial: '" + text + "' is no serial number; give its hex digits.");
    }
    return new BigInteger(text.replace(":", ""), 16);
  }
}

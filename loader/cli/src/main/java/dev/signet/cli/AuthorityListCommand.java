package dev.signet.cli;

import dev.signet.cli.option.CommandException;
import dev.signet.cli.option.CommandName;
import dev.signet.cli.option.Options;
import dev.signet.cli.option.Terminal;
import dev.signet.sign.authority.AuthorityFolder;
import dev.signet.sign.authority.AuthorityReport;
import dev.signet.sign.authority.CertificateStatus;
import dev.signet.sign.authority.IssuedCertificate;
import dev.signet.sign.authority.ListedCertificate;
import dev.signet.sign.problem.SigningException;
import dev.signet.verdict.Printable;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Model.PositionalParamSpec;

/** {@code ca:list}: tells what an authority has issued. */
final class AuthorityListCommand extends AuthorityCommand {
  private static final List<String> HEADER =
      List.of("STATUS", "ID", "UNTIL", "SERIAL", "ISSUER", "REVOKED");

  private final PositionalParamSpec id = Options.id("0..1", "Only the certificates of this id.");

  AuthorityListCommand(CommandName name, Terminal terminal) {
    super(name, terminal);
    spec().addPositional(id);
    examples(
        "signet ca:list --authority=authority",
        "signet ca:list hello --authority=authority --output=json");
  }

  @Override
  public void work(boolean json) throws CommandException, SigningException {
    Optional<String> only = Options.given(id);
    List<ListedCertificate> listed =
        AuthorityFolder.list(folder(), terminal().clock().instant()).stream()
            .filter(one -> only.isEmpty() || only.get().equals(one.certificate().commonName()))
            .toList();
    if (json) {
      document(AuthorityReport.certificates(listed));
    } else {
      print(listed);
    }
  }

  private void print(List<ListedCertificate> listed) {
    List<List<String>> rows = new ArrayList<>(List.of(HEADER));
    listed.forEach(one -> rows.add(cells(one)));
    int[] widths = new int[HEADER.size()];
    for (List<String> row : rows) {
      for (int i = 0; i < widths.length; i++) {
        widths[i] = Math.max(widths[i], row.get(i).length());
      }
    }
    for (List<String> row : rows) {
      StringBuilder line = new StringBuilder();
      for (int i = 0; i < widths.length; i++) {
        String padded = row.get(i) + " ".repeat(widths[i] - row.get(i).length());
        line.append(i == 0 ? padded : "  " + padded);
      }
      String text = line.toString().stripTrailing();
      terminal().out().println(row == HEADER ? style().faint(text) : painted(text));
    }
  }

  private String painted(String line) {
    if (line.startsWith(CertificateStatus.REVOKED.text())) {
      return style().bad(line);
    }
    return line.startsWith(CertificateStatus.EXPIRED.text()) ? style().doubtful(line) : line;
  }

  private static List<String> cells(ListedCertificate listed) {
    IssuedCertificate one = listed.certificate();
    return List.of(
        listed.status().text(),
        Printable.of(one.commonName()) + (one.authority() ? " (authority)" : ""),
        one.validity().until().toString(),
        one.serial(),
        one.issuer(),
        one.revocation()
            .map(revocation -> revocation.at() + " " + revocation.reason().text())
            .orElse("-"));
  }
}

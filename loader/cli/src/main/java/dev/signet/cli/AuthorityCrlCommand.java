package dev.signet.cli;

import dev.signet.cli.option.CommandException;
import dev.signet.cli.option.CommandName;
import dev.signet.cli.option.Option;
import dev.signet.cli.option.Options;
import dev.signet.cli.option.Terminal;
import dev.signet.sign.authority.AuthorityFolder;
import dev.signet.sign.authority.AuthorityReport;
import dev.signet.sign.authority.RevocationListFile;
import dev.signet.sign.problem.SigningException;
import java.nio.file.Path;
import java.security.cert.X509CRL;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** {@code ca:crl}: makes the next revocation lists. */
final class AuthorityCrlCommand extends AuthorityCommand {
  private static final String PEM = "pem";
  private static final String DER = "der";
  private static final Duration USUAL = Duration.ofDays(30);

  private final Option<String> issuer;
  private final Option<String> days;
  private final Option<Path> out;
  private final Option<String> form;
  private final AuthorityKeyOptions key;

  AuthorityCrlCommand(CommandName name, Terminal terminal) {
    super(name, terminal);
    issuer =
        add(
            Options.text(
                "--issuer",
                "NAME",
                "Whose list: root, intermediate, intermediate-2 and so on. By default those of all"
                    + " that issue. The root's own names revoked intermediates."));
    days =
        add(
            Options.days(
                "--days", "After how long hosts want the next list (nextUpdate); 30 by default."));
    out =
        add(
            Options.path(
                "--out",
                "FILE",
                "Also write the lists here, in the place of older ones. The folder keeps its own"
                    + " copy."));
    form = add(Options.choice("--form", List.of(PEM, DER), "Of --out; pem by default."));
    key = new AuthorityKeyOptions(this);
    examples(
        "signet ca:crl --authority=authority --out=authority.crl",
        "signet ca:crl --authority=authority --issuer=root --days=180 \\",
        "    --root-key=/media/usb/root.key --out=root.crl");
  }

  @Override
  public void work(boolean json) throws CommandException, SigningException {
    boolean der = Options.chosen(form, PEM).equals(DER);
    Duration untilNext = Options.duration(days).orElse(USUAL);
    Map<String, X509CRL> lists = new LinkedHashMap<>();
    try (AuthorityFolder authority = key.applyTo(settings()).open()) {
      List<String> issuers = issuers(authority);
      if (out.value().isPresent()) {
        RevocationListFile.requireReplaceable(out.get());
      }
      if (der && issuers.size() > 1) {
        throw CommandException.input(
            "--form=der holds one list only; name one of the issuers "
                + String.join(", ", issuers)
                + " with --issuer.");
      }
      for (String one : issuers) {
        lists.put(one, authority.revocationList(one, untilNext));
      }
      if (out.value().isPresent()) {
        RevocationListFile.write(out.get(), List.copyOf(lists.values()), der);
      }
    }
    report(json, lists);
  }

  private List<String> issuers(AuthorityFolder authority) throws CommandException {
    if (issuer.value().isEmpty()) {
      List<String> all = authority.listingIssuers();
      if (all.isEmpty()) {
        throw CommandException.input(
            "No issuer is in force any more; make another with ca:init --renew, or name one with"
                + " --issuer.");
      }
      return all;
    }
    Set<String> known = Set.copyOf(authority.issuers());
    if (!known.contains(issuer.get())) {
      throw CommandException.input(
          "--issuer: '"
              + issuer.get()
              + "' should be one of "
              + String.join(", ", authority.issuers())
              + ".");
    }
    return List.of(issuer.get());
  }

  private void report(boolean json, Map<String, X509CRL> lists) {
    if (json) {
      document(AuthorityReport.lists(lists, out.value()));
      return;
    }
    lists.forEach(
        (name, list) -> {
          headline(
              "listed",
              name,
              "number "
                  + RevocationListFile.number(list)
                  + ", "
                  + RevocationListFile.entries(list).size()
                  + " revoked, next due "
                  + list.getNextUpdate().toInstant());
          wrote(folder().resolve(name + ".crl"));
        });
    out.value().ifPresent(this::wrote);
  }
}

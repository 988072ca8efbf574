package dev.signet.sample.host.admin;

import dev.signet.pf4j.Confirmations.Unconfirmed;
import dev.signet.policy.LedgerException;
import dev.signet.report.Html;
import dev.signet.report.IntegrityReport;
import dev.signet.report.IntegrityState;
import dev.signet.sample.host.web.AccessControl;
import dev.signet.verdict.Finding;
import io.javalin.config.RoutesConfig;
import io.javalin.http.ConflictResponse;
import io.javalin.http.Context;
import io.javalin.http.HttpStatus;
import io.javalin.http.NotFoundResponse;
import java.util.Locale;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.pf4j.PluginRuntimeException;

/** Confirms a plugin's new key or changed files: exactly those that were told. */
final class ConfirmPages {
  private static final String CONFIRM = "/admin/plugins/{key}/confirm";

  private final Installation installation;
  private final AccessControl access;
  private final Supplier<IntegrityReport> reports;

  ConfirmPages(Installation installation, AccessControl access, Supplier<IntegrityReport> reports) {
    this.installation = installation;
    this.access = access;
    this.reports = reports;
  }

  void addTo(RoutesConfig routes) {
    routes.get(CONFIRM, this::ask);
    routes.post(CONFIRM, this::confirm);
  }

  private void ask(Context context) {
    String token = access.formToken(context);
    Unconfirmed change = change(context);
    context.html(
        PageFrame.of("Confirm", context.path())
            .loggedIn(token)
            .around(question(change, context.path(), token)));
  }

  private void confirm(Context context) {
    Unconfirmed change = change(context);
    if (!asked(change).equals(context.formParam("asked"))) {
      throw new ConflictResponse("Something else lies there by now. Go back and read again.");
    }
    try {
      installation.confirm(change);
    } catch (IllegalStateException | LedgerException | PluginRuntimeException e) {
      throw new ConflictResponse(String.valueOf(e.getMessage()));
    }
    context.redirect("/admin/plugins/" + context.pathParam("key"), HttpStatus.SEE_OTHER);
  }

  private Unconfirmed change(Context context) {
    IntegrityState state = Reported.state(reports.get(), context.pathParam("key"));
    return installation.unconfirmed().stream()
        .filter(change -> change.source().equals(state.target().path()))
        .findFirst()
        .orElseThrow(() -> new NotFoundResponse("Nothing of this waits to be confirmed."));
  }

  /** Who says yes means what was told. */
  private static String asked(Unconfirmed change) {
    return change.release().keyId() + ' ' + change.release().filesDigest();
  }

  private static String question(Unconfirmed change, String path, String token) {
    return String.format(
        Locale.ROOT,
        """
        <p class="back"><a href="/admin">All plugins</a></p>
        <h1>Confirm %s %s?</h1>
        <p class="summary signet-report signet-notice">Ask its author first, by another way than the \
        one this release came by: a call, a meeting, their own web site. If you cannot reach the \
        author, do not confirm.</p>
        <div class="signet-report">
        %s</div>
        <dl class="confirm">
        <dt>Signed by the key, SHA-256</dt><dd><code>%s</code></dd>
        <dt>Certificate</dt><dd>serial number <code>%s</code>, issued by %s</dd>
        </dl>
        <form class="change" method="post" action="%s">
        %s<input type="hidden" name="asked" value="%s">
        <p><button>I have asked: confirm</button></p>
        <p class="quiet">The host then takes this key and these files for the author's, and says no \
        more about them.</p>
        </form>
        """,
        Html.isolate(change.release().id()),
        Html.isolate(change.release().version()),
        change.changes().stream()
            .map(Finding::detail)
            .map(detail -> "<p>" + Html.isolate(detail) + "</p>\n")
            .collect(Collectors.joining()),
        Html.escape(change.release().keyId()),
        Html.escape(change.signer().serialNumber()),
        Html.isolate(change.signer().issuer()),
        Html.escape(path),
        PageFrame.field(token),
        Html.escape(asked(change)));
  }
}

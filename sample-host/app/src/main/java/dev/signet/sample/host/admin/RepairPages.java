package dev.signet.sample.host.admin;

import dev.signet.pf4j.install.InstallResult;
import dev.signet.pf4j.install.RepairPreview;
import dev.signet.pf4j.install.RepairRequest;
import dev.signet.pf4j.install.RepairedFile;
import dev.signet.report.Html;
import dev.signet.report.IntegrityReport;
import dev.signet.report.IntegrityState;
import dev.signet.report.ReportHtml;
import dev.signet.sample.host.web.AccessControl;
import dev.signet.sample.host.web.Sha256;
import io.javalin.config.RoutesConfig;
import io.javalin.http.ConflictResponse;
import io.javalin.http.Context;
import io.javalin.http.HttpStatus;
import io.javalin.http.NotFoundResponse;
import java.util.List;
import java.util.Locale;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/** Lists what a repair would change, and carries out exactly that. */
final class RepairPages {
  private static final String REPAIR = "/admin/plugins/{key}/repair";
  private static final int MOST_SHOWN = 200;

  private final Installation installation;
  private final AccessControl access;
  private final Supplier<IntegrityReport> reports;

  RepairPages(Installation installation, AccessControl access, Supplier<IntegrityReport> reports) {
    this.installation = installation;
    this.access = access;
    this.reports = reports;
  }

  void addTo(RoutesConfig routes) {
    routes.get(REPAIR, this::ask);
    routes.post(REPAIR, this::repair);
  }

  private void ask(Context context) {
    String token = access.formToken(context);
    RepairPreview preview = preview(request(context));
    send(context, token, question(preview, context.path(), token));
  }

  private void repair(Context context) {
    RepairRequest request = request(context);
    if (!asked(preview(request)).equals(context.formParam("asked"))) {
      throw new ConflictResponse("What is there has changed. Go back and read again.");
    }
    InstallResult result;
    try {
      result = installation.repair(request);
    } catch (IllegalStateException e) {
      throw new ConflictResponse(String.valueOf(e.getMessage()));
    }
    if (!result.isDone()) {
      context.status(HttpStatus.CONFLICT);
    }
    send(context, access.formToken(context), InstallView.outcome(result));
  }

  private RepairPreview preview(RepairRequest request) {
    try {
      return installation.preview(request);
    } catch (IllegalStateException e) {
      throw new ConflictResponse(String.valueOf(e.getMessage()));
    }
  }

  private RepairRequest request(Context context) {
    IntegrityState state = Reported.state(reports.get(), context.pathParam("key"));
    if (state.target().isCore()) {
      throw new NotFoundResponse("The host itself cannot be repaired here.");
    }
    return RepairRequest.of(state.target());
  }

  /** Who says yes means what was listed. */
  private static String asked(RepairPreview preview) {
    String all = preview.id() + ' ' + preview.version() + ' ' + preview.files();
    return Sha256.of(all);
  }

  private static String question(RepairPreview preview, String path, String token) {
    return preview.isFeasible() ? form(preview, path, token) : impossible(preview);
  }

  private static String form(RepairPreview preview, String path, String token) {
    return String.format(
        Locale.ROOT,
        """
        %s<h1>Repair %s %s?</h1>
        <p>The files come from the copy that this host verified when it admitted the plugin, and are \
        verified again. Nothing is changed yet.%s</p>
        <ul class="files">
        %s</ul>
        <form class="change" method="post" action="%s">
        %s<input type="hidden" name="asked" value="%s">
        <p><button>Repair</button></p>
        <p class="quiet">What is there and is not the release's own is kept in the plugins folder, in \
        <code>.signet-install/aside</code>.</p>
        </form>
        """,
        InstallView.BACK,
        Html.isolate(preview.id()),
        Html.isolate(preview.version()),
        preview.restarted().isEmpty()
            ? ""
            : " Started again with it: "
                + Html.isolate(String.join(", ", preview.restarted()))
                + ".",
        files(preview.files()),
        Html.escape(path),
        PageFrame.field(token),
        asked(preview));
  }

  private static String files(List<RepairedFile> files) {
    String shown =
        files.stream()
            .limit(MOST_SHOWN)
            .map(
                file ->
                    "<li><code>"
                        + Html.isolate(file.path())
                        + "</code>: "
                        + Html.escape(file.change().label())
                        + "</li>\n")
            .collect(Collectors.joining());
    int more = files.size() - MOST_SHOWN;
    return more > 0 ? shown + "<li>and " + more + " more</li>\n" : shown;
  }

  private static String impossible(RepairPreview preview) {
    return InstallView.BACK
        + "<h1>Not possible</h1>\n<p class=\"summary signet-report signet-bad\">"
        + Html.isolate(preview.id())
        + " is left as it is: "
        + preview.obstacle().map(Html::isolate).orElse("its release is refused.")
        + "</p>\n"
        + preview
            .decision()
            .filter(decision -> preview.obstacle().isEmpty())
            .map(
                decision ->
                    "<div class=\"signet-report\">\n"
                        + ReportHtml.atLevel(1).of(decision)
                        + "</div>\n")
            .orElse("")
        + "<p><a href=\"/admin/install\">Upload the author's release</a> to put it in place.</p>\n";
  }

  private static void send(Context context, String token, String main) {
    context.html(PageFrame.of("Repair", context.path()).loggedIn(token).around(main));
  }
}

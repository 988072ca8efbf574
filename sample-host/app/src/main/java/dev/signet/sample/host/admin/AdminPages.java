package dev.signet.sample.host.admin;

import dev.signet.pf4j.rescan.Rescan;
import dev.signet.report.Html;
import dev.signet.report.IntegrityReport;
import dev.signet.report.IntegrityState;
import dev.signet.sample.host.web.AccessControl;
import dev.signet.verdict.Printable;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.javalin.http.HttpResponseException;
import io.javalin.http.HttpStatus;
import io.javalin.http.UnauthorizedResponse;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/** The administrators' pages, their downloads, and what their buttons do. */
public final class AdminPages {
  private static final String LOGIN = "/admin/login";
  private static final String TARGET = "target";

  private final Inspection inspection;
  private final AccessControl access;
  private final InstallPages install;
  private final ConfirmPages confirm;
  private final RepairPages repair;

  /**
   * Creates the pages.
   *
   * @param uploads closed by the caller
   */
  public AdminPages(
      Inspection inspection, Installation installation, Uploads uploads, AccessControl access) {
    this.inspection = inspection;
    this.access = access;
    this.confirm = new ConfirmPages(installation, access, inspection::report);
    this.repair = new RepairPages(installation, uploads, access, inspection::report);
    this.install = new InstallPages(installation, uploads, access, inspection::report);
  }

  /** Adds the pages to those of a server whose requests the access control has admitted. */
  public void addTo(RoutesConfig routes) {
    routes.before(PageFrame.ADMIN, this::requireLogin);
    routes.before("/admin/*", this::requireLogin);
    routes.get(LOGIN, this::showLogin);
    routes.post(LOGIN, this::logIn);
    routes.post("/admin/logout", this::logOut);
    routes.get(PageFrame.ADMIN, this::showOverview);
    routes.get("/admin/plugins/{key}", this::showDetail);
    routes.get("/admin/report.txt", context -> ReportDownload.text(context, inspection.report()));
    routes.get("/admin/report.json", context -> ReportDownload.json(context, inspection.report()));
    routes.get(
        "/admin/plugins/{key}/report.txt", context -> ReportDownload.text(context, ofOne(context)));
    routes.get(
        "/admin/plugins/{key}/report.json",
        context -> ReportDownload.json(context, ofOne(context)));
    routes.get("/admin/progress", this::sendProgress);
    routes.post("/admin/rescan", this::rescan);
    routes.post("/admin/rescan/stop", this::stop);
    install.addTo(routes);
    confirm.addTo(routes);
    repair.addTo(routes);
    inspection.fleet().ifPresent(fleet -> new FleetPages(fleet, access).addTo(routes));
    routes.exception(HttpResponseException.class, AdminPages::showProblem);
  }

  private void requireLogin(Context context) {
    if (context.path().equals(LOGIN)) {
      return;
    }
    if (context.path().equals("/admin/progress")) {
      // A page that asks by itself does not keep a session alive.
      if (!access.isStillLoggedIn(context)) {
        throw new UnauthorizedResponse("Log in again.");
      }
    } else if (!access.isLoggedIn(context)) {
      context.redirect(LOGIN, HttpStatus.SEE_OTHER);
      context.skipRemainingHandlers();
    }
  }

  private void showLogin(Context context) {
    if (access.isLoggedIn(context)) {
      context.redirect(PageFrame.ADMIN, HttpStatus.SEE_OTHER);
    } else {
      askForPassword(context, "");
    }
  }

  private void askForPassword(Context context, String problem) {
    String main = LoginPage.main(access.formToken(context), problem);
    context.html(PageFrame.of("Log in", PageFrame.ADMIN).around(main));
  }

  private void logIn(Context context) {
    String password = Objects.requireNonNullElse(context.formParam("password"), "");
    if (access.logIn(context, password)) {
      context.redirect(PageFrame.ADMIN, HttpStatus.SEE_OTHER);
    } else {
      context.status(HttpStatus.FORBIDDEN);
      askForPassword(context, "This is not the password.");
    }
  }

  private void logOut(Context context) {
    access.logOut(context);
    context.redirect(LOGIN, HttpStatus.SEE_OTHER);
  }

  private void showOverview(Context context) {
    String token = access.formToken(context);
    RescanPanel rescan = new RescanPanel(inspection.latestRescan(), token);
    context.html(
        PageFrame.of("Plugin integrity", PageFrame.ADMIN)
            .loggedIn(token)
            .waiting(rescan.isRunning())
            .around(
                (inspection.fleet().isPresent() ? FleetView.LINK : "")
                    + new OverviewPage(inspection.report(), inspection.recoveries()).main(rescan)));
  }

  private void showDetail(Context context) {
    String token = access.formToken(context);
    IntegrityState state = state(context.pathParam("key"));
    RescanPanel rescan = new RescanPanel(inspection.latestRescan(), token);
    context.html(
        PageFrame.of(state.name(), context.path())
            .loggedIn(token)
            .waiting(rescan.isRunning())
            .around(DetailPage.main(state, rescan)));
  }

  private IntegrityState state(String key) {
    return Reported.state(inspection.report(), key);
  }

  private IntegrityReport ofOne(Context context) {
    IntegrityState state = state(context.pathParam("key"));
    IntegrityReport all = inspection.report();
    return new IntegrityReport(
        all.at(),
        all.host(),
        List.of(state),
        all.trust(),
        all.lists(),
        all.expiries(),
        all.lastRescan(),
        all.problem());
  }

  private void sendProgress(Context context) {
    Optional<Rescan.Progress> progress = inspection.latestRescan().map(Rescan::progress);
    context.json(
        progress
            .map(
                now ->
                    Map.of(
                        "running", now.isRunning(),
                        "done", now.done(),
                        "total", now.total(),
                        "current", Printable.of(now.current()),
                        "status", RescanPanel.status(now)))
            .orElse(Map.of("running", false)));
  }

  private void rescan(Context context) {
    String key = context.formParam(TARGET);
    if (key == null) {
      inspection.rescan();
      context.redirect(PageFrame.ADMIN + "#rescan", HttpStatus.SEE_OTHER);
    } else {
      inspection.rescan(state(key).target());
      context.redirect("/admin/plugins/" + key + "#rescan", HttpStatus.SEE_OTHER);
    }
  }

  private void stop(Context context) {
    inspection.latestRescan().ifPresent(Rescan::cancel);
    context.redirect(PageFrame.ADMIN + "#rescan", HttpStatus.SEE_OTHER);
  }

  static void showProblem(HttpResponseException problem, Context context) {
    context.status(problem.getStatus());
    String text = Objects.requireNonNullElse(problem.getMessage(), "");
    context.html(
        PageFrame.of("Not possible", "")
            .around(
                "<h1>This did not work</h1>\n<p>"
                    + Html.escape(text)
                    + "</p>\n<p><a href=\"/admin\">Plugin integrity</a></p>\n"));
  }
}

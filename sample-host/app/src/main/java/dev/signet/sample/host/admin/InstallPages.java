package dev.signet.sample.host.admin;

import dev.signet.pf4j.install.InstallPreview;
import dev.signet.pf4j.install.InstallRequest;
import dev.signet.pf4j.install.InstallResult;
import dev.signet.pf4j.workspace.InstallAction;
import dev.signet.report.IntegrityReport;
import dev.signet.report.IntegrityState;
import dev.signet.sample.host.admin.SentFile.ToInstall;
import dev.signet.sample.host.web.AccessControl;
import dev.signet.sample.host.web.UploadRules;
import io.javalin.config.RoutesConfig;
import io.javalin.http.ConflictResponse;
import io.javalin.http.Context;
import io.javalin.http.HttpStatus;
import io.javalin.http.NotFoundResponse;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Installs, updates and uninstalls by the page: first it is told what would become of a file, and
 * only then it is done. What is installed is verified again, and must be what was told.
 */
final class InstallPages {
  private static final String KEY = "/admin/install/{key}";

  private final Installation installation;
  private final Uploads uploads;
  private final AccessControl access;
  private final Supplier<IntegrityReport> reports;
  private final Object changing = new Object();

  /**
   * Creates the pages.
   *
   * @param reports gives what there is
   */
  InstallPages(
      Installation installation,
      Uploads uploads,
      AccessControl access,
      Supplier<IntegrityReport> reports) {
    this.installation = installation;
    this.uploads = uploads;
    this.access = access;
    this.reports = reports;
  }

  void addTo(RoutesConfig routes) {
    routes.get(UploadRules.INSTALL, this::askForFile);
    routes.post(UploadRules.INSTALL, this::upload);
    routes.get(KEY, this::show);
    routes.post(KEY, this::install);
    routes.post(KEY + "/confirm", this::confirm);
    routes.post(KEY + "/discard", this::discard);
    routes.get("/admin/plugins/{key}/uninstall", this::askToUninstall);
    routes.post("/admin/plugins/{key}/uninstall", this::uninstall);
  }

  private void askForFile(Context context) {
    String token = access.formToken(context);
    send(context, "Install or update", token, InstallView.form(token));
  }

  private void upload(Context context) {
    UploadForm.Received received = UploadForm.receive(context, uploads);
    boolean kept = false;
    try {
      InstallRequest any = InstallRequest.of(received.path());
      InstallRequest request =
          context.formParam("lower") == null ? any : any.allowingLowerVersion();
      InstallPreview preview = orConflict(() -> installation.preview(request));
      String key =
          uploads.add(
              new ToInstall(
                  received.name(),
                  request.withId(preview.id()).withVersion(preview.version()),
                  preview,
                  false,
                  Optional.empty()));
      kept = true;
      context.redirect("/admin/install/" + key, HttpStatus.SEE_OTHER);
    } finally {
      if (!kept) {
        Uploads.delete(received.path());
      }
    }
  }

  private void show(Context context) {
    String token = access.formToken(context);
    ToInstall upload = uploads.get(context.pathParam("key"), ToInstall.class);
    send(
        context,
        upload.preview().action() == InstallAction.UPDATE ? "Update" : "Install",
        token,
        InstallView.of(upload, context.path(), token));
  }

  private void install(Context context) {
    String key = context.pathParam("key");
    // Who presses twice is told what came of the first time.
    synchronized (changing) {
      ToInstall upload = uploads.get(key, ToInstall.class);
      if (upload.result().isEmpty()) {
        install(key, upload);
      }
    }
    context.redirect("/admin/install/" + key, HttpStatus.SEE_OTHER);
  }

  /** Who said yes meant what was told: what would replace something else by now is asked anew. */
  private void install(String key, ToInstall upload) {
    InstallPreview now = orConflict(() -> installation.preview(upload.request()));
    if (upload.isStillSo(now)) {
      uploads.settle(key, upload, orConflict(() -> installation.installOrUpdate(upload.request())));
    } else {
      uploads.replace(key, upload.tellingAnew(now));
    }
  }

  /** Tells what would become of the file when its new key or changed files are the author's. */
  private void confirm(Context context) {
    String key = context.pathParam("key");
    synchronized (changing) {
      ToInstall upload = uploads.get(key, ToInstall.class);
      if (upload.result().isEmpty() && upload.canConfirm()) {
        InstallRequest confirmed = upload.request().confirmingChanges();
        uploads.replace(
            key, upload.asking(confirmed, orConflict(() -> installation.preview(confirmed))));
      }
    }
    context.redirect("/admin/install/" + key, HttpStatus.SEE_OTHER);
  }

  private void discard(Context context) {
    uploads.discard(context.pathParam("key"));
    context.redirect(PageFrame.ADMIN, HttpStatus.SEE_OTHER);
  }

  private void askToUninstall(Context context) {
    String token = access.formToken(context);
    IntegrityState state = plugin(context);
    send(
        context,
        "Uninstall",
        token,
        isAllOfAPlugin(state)
            ? InstallView.uninstall(state, token)
            : InstallView.remove(state, token));
  }

  private void uninstall(Context context) {
    IntegrityState state = plugin(context);
    boolean withData = context.formParam("data") != null;
    InstallResult result;
    synchronized (changing) {
      result =
          orConflict(
              () ->
                  isAllOfAPlugin(state)
                      ? installation.uninstall(state.name(), withData)
                      : installation.uninstall(state.target()));
    }
    String token = access.formToken(context);
    if (!result.isDone()) {
      context.status(HttpStatus.CONFLICT);
    }
    send(context, "Uninstall", token, InstallView.outcome(result));
  }

  private IntegrityState plugin(Context context) {
    IntegrityReport report = reports.get();
    IntegrityState state = Reported.state(report, context.pathParam("key"));
    if (state.target().isCore()) {
      throw new NotFoundResponse("The host itself cannot be uninstalled here.");
    }
    return state;
  }

  /** By its id goes whatever says it is this plugin, also one that is meant to stay. */
  private boolean isAllOfAPlugin(IntegrityState state) {
    return state.result().filter(result -> !result.id().isEmpty()).isPresent()
        && reports.get().states().stream().filter(each -> each.name().equals(state.name())).count()
            == 1;
  }

  /** One that is closed, or in development mode, says so. */
  private static <T> T orConflict(Supplier<T> change) {
    try {
      return change.get();
    } catch (IllegalStateException e) {
      throw new ConflictResponse(String.valueOf(e.getMessage()));
    }
  }

  private static void send(Context context, String title, String token, String main) {
    context.html(PageFrame.of(title, context.path()).loggedIn(token).around(main));
  }
}

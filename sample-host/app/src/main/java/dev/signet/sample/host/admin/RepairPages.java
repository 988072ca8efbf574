package dev.signet.sample.host.admin;

import dev.signet.pf4j.install.InstallResult;
import dev.signet.pf4j.install.RepairPreview;
import dev.signet.pf4j.install.RepairRequest;
import dev.signet.report.IntegrityReport;
import dev.signet.report.IntegrityState;
import dev.signet.report.ScanTarget;
import dev.signet.sample.host.admin.RepairView.SentRelease;
import dev.signet.sample.host.admin.SentFile.ForRepair;
import dev.signet.sample.host.web.AccessControl;
import dev.signet.sample.host.web.Sha256;
import dev.signet.sample.host.web.UploadRules;
import io.javalin.config.RoutesConfig;
import io.javalin.http.ConflictResponse;
import io.javalin.http.Context;
import io.javalin.http.HttpStatus;
import io.javalin.http.NotFoundResponse;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Lists what a repair would change, and carries out exactly that: from the copy that the host
 * sealed, or from a download of the very release.
 */
final class RepairPages {
  private static final String REPAIR = "/admin/plugins/{key}/repair";

  private final Installation installation;
  private final Uploads uploads;
  private final AccessControl access;
  private final Supplier<IntegrityReport> reports;

  RepairPages(
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
    routes.get(REPAIR, this::ask);
    routes.post(REPAIR, this::repair);
    routes.post(UploadRules.REPAIR, this::upload);
  }

  private void upload(Context context) {
    String plugin = Objects.requireNonNullElse(context.formParam(RepairView.PLUGIN), "");
    damaged(plugin);
    UploadForm.Received received = UploadForm.receive(context, uploads);
    String key = uploads.add(new ForRepair(received.name(), received.path()));
    context.redirect(
        "/admin/plugins/" + plugin + "/repair?" + RepairView.FROM + "=" + key,
        HttpStatus.SEE_OTHER);
  }

  private void ask(Context context) {
    String token = access.formToken(context);
    String plugin = context.pathParam("key");
    IntegrityState state = damaged(plugin);
    Optional<String> from = Optional.ofNullable(context.queryParam(RepairView.FROM));
    RepairPreview preview = preview(request(state.target(), from));
    if (preview.isFeasible()) {
      Optional<SentRelease> release =
          from.map(key -> new SentRelease(key, uploads.get(key, ForRepair.class).name()));
      send(
          context,
          token,
          RepairView.question(preview, release, PageFrame.field(token), asked(preview)));
    } else {
      send(
          context,
          token,
          RepairView.impossible(preview)
              + (DetailPage.canRepair(state) ? RepairView.askForRelease(plugin, token) : ""));
    }
  }

  private void repair(Context context) {
    Optional<String> from = Optional.ofNullable(context.formParam(RepairView.FROM));
    RepairRequest request = request(damaged(context.pathParam("key")).target(), from);
    if (!asked(preview(request)).equals(context.formParam(RepairView.ASKED))) {
      throw new ConflictResponse("What is there has changed. Go back and read again.");
    }
    InstallResult result;
    try {
      result = installation.repair(request);
    } catch (IllegalStateException e) {
      throw new ConflictResponse(String.valueOf(e.getMessage()));
    }
    if (result.isDone()) {
      from.ifPresent(uploads::discard);
    } else {
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

  private RepairRequest request(ScanTarget target, Optional<String> from) {
    RepairRequest request = RepairRequest.of(target);
    return from.map(key -> request.from(uploads.get(key, ForRepair.class).file())).orElse(request);
  }

  private IntegrityState damaged(String key) {
    IntegrityState state = Reported.state(reports.get(), key);
    if (state.target().isCore()) {
      throw new NotFoundResponse("The host itself cannot be repaired here.");
    }
    return state;
  }

  /** Who says yes means what was listed. */
  private static String asked(RepairPreview preview) {
    String all = preview.id() + ' ' + preview.version() + ' ' + preview.files();
    return Sha256.of(all);
  }

  private static void send(Context context, String token, String main) {
    context.html(PageFrame.of("Repair", context.path()).loggedIn(token).around(main));
  }
}

package dev.signet.sample.host.admin;

import dev.signet.pf4j.install.InstallPreview;
import dev.signet.pf4j.install.InstallResult;
import dev.signet.pf4j.workspace.InstallAction;
import dev.signet.policy.Decision;
import dev.signet.report.Html;
import dev.signet.report.IntegrityState;
import dev.signet.report.ReportHtml;
import dev.signet.sample.host.web.UploadRules;
import java.util.Locale;

/** What the pages that change plugins say. */
final class InstallView {
  private InstallView() {}

  /** Asks for a file. */
  static String form(String token) {
    return BACK
        + "<h1>Install or update a plugin</h1>\n"
        + UploadForm.of(
            UploadRules.INSTALL,
            token,
            "The plugin's file, .jar or .zip",
            """
            <p class="choice"><input type="checkbox" id="lower" name="lower"> <label for="lower">A \
            lower version than the one before is meant</label></p>
            """
                + UploadForm.button("Check this file")
                + """
                <p class="quiet">First you are told what it is and what would become of it. \
                Nothing is changed before you say so.</p>
                """);
  }

  static final String BACK = "<p class=\"back\"><a href=\"/admin\">All plugins</a></p>\n";

  /** Tells what would become of a file, or what has. */
  static String of(SentFile.ToInstall upload, String path, String token) {
    return upload.result().map(InstallView::outcome).orElseGet(() -> foretold(upload, path, token));
  }

  private static String foretold(SentFile.ToInstall upload, String path, String token) {
    InstallPreview preview = upload.preview();
    return BACK
        + "<h1>"
        + headline(preview)
        + "</h1>\n"
        + (upload.isToldAnew()
            ? "<p class=\"note\" role=\"status\">What is there has changed since you were asked."
                + " Read again what would become of the file.</p>\n"
            : "")
        + "<p class=\"summary signet-report signet-"
        + (preview.obstacle().isPresent() ? "bad" : grade(preview.decision()))
        + "\">"
        + sentence(preview)
        + "</p>\n"
        + (upload.request().confirmed() && preview.isFeasible()
            ? "<p class=\"note\">With it the host takes this release's key and files for its"
                + " author's.</p>\n"
            : "")
        + "<p>Nothing is changed yet. The file is "
        + Html.isolate(upload.name())
        + ".</p>\n"
        + problems(preview.decision())
        + "<div class=\"change\">\n"
        + (preview.isFeasible() ? button(path, token, verb(preview), "") : "")
        + (upload.canConfirm()
            ? button(path + "/confirm", token, "I have asked the author: confirm", "")
            : "")
        + button(path + "/discard", token, "Discard the file", "quiet")
        + "</div>\n";
  }

  private static String headline(InstallPreview preview) {
    if (preview.isFeasible()) {
      return verb(preview) + " " + name(preview) + "?";
    }
    return preview.decision().isAdmitted() ? "Not possible" : "Refused";
  }

  private static String sentence(InstallPreview preview) {
    if (!preview.decision().isAdmitted()) {
      return preview.id().isEmpty()
          ? "This file would not be installed."
          : name(preview) + " would not be installed.";
    }
    if (preview.obstacle().isPresent()) {
      return name(preview)
          + " is admitted, but would not be installed: "
          + Html.isolate(preview.obstacle().get());
    }
    String place =
        preview
            .installedVersion()
            .map(version -> " It takes the place of version " + Html.isolate(version) + ".")
            .orElse("");
    String others =
        preview.restarted().isEmpty()
            ? ""
            : " Started again with it: "
                + Html.isolate(String.join(", ", preview.restarted()))
                + ".";
    String found = preview.decision().findings().isEmpty() ? "" : " Read what was found first.";
    return name(preview) + " is admitted." + place + others + found;
  }

  private static String grade(Decision decision) {
    return switch (decision.action()) {
      case ADMIT -> "good";
      case WARN -> "notice";
      case REFUSE -> "bad";
    };
  }

  private static String verb(InstallPreview preview) {
    return preview.action() == InstallAction.UPDATE ? "Update" : "Install";
  }

  private static String name(InstallPreview preview) {
    return (Html.isolate(preview.id()) + " " + Html.isolate(preview.version())).strip();
  }

  private static String problems(Decision decision) {
    return decision.findings().isEmpty()
        ? ""
        : "<div class=\"signet-report\">\n" + ReportHtml.atLevel(1).of(decision) + "</div>\n";
  }

  /** Tells what came of it. */
  static String outcome(InstallResult result) {
    String grade =
        result.fold(
            done -> done.dataLeft().isEmpty() ? "good" : "notice",
            refused -> "bad",
            notDone -> "bad",
            unfinished -> "bad");
    return BACK
        + "<h1>"
        + (result.isDone() ? "Done" : result.refusal().isPresent() ? "Refused" : "Not done")
        + "</h1>\n<p class=\"summary signet-report signet-"
        + grade
        + "\" role=\"status\">"
        + Html.isolate(result.explanation())
        + "</p>\n"
        + result.refusal().map(InstallView::problems).orElse("");
  }

  /** Asks whether a plugin is to go. */
  static String uninstall(IntegrityState state, String token) {
    return String.format(
        Locale.ROOT,
        """
        %s<h1>Uninstall %s?</h1>
        <p>It is stopped and its files are deleted. The host still remembers that it was signed, and \
        its highest version.</p>
        <form class="change" method="post" action="/admin/plugins/%s/uninstall">
        %s<p class="choice"><input type="checkbox" id="data" name="data"> <label for="data">Delete \
        what it has stored, too</label></p>
        <p><button>Uninstall</button></p>
        </form>
        """,
        BACK,
        Html.isolate(state.name()),
        state.target().key(),
        PageFrame.field(token));
  }

  /** Asks whether a bundle is to go that is no plugin by itself, or one of several. */
  static String remove(IntegrityState state, String token) {
    return String.format(
        Locale.ROOT,
        """
        %s<h1>Remove %s?</h1>
        <p>Only this is deleted, and what runs from it is stopped: %s</p>
        <form class="change" method="post" action="/admin/plugins/%s/uninstall">
        %s<p><button>Remove</button></p>
        </form>
        """,
        BACK,
        Html.isolate(state.target().fileName()),
        Html.isolate(state.target().source()),
        state.target().key(),
        PageFrame.field(token));
  }

  private static String button(String action, String token, String label, String style) {
    return "<form method=\"post\" action=\""
        + Html.escape(action)
        + "\">"
        + PageFrame.field(token)
        + "<button"
        + (style.isEmpty() ? "" : " class=\"" + style + "\"")
        + ">"
        + label
        + "</button></form>\n";
  }
}

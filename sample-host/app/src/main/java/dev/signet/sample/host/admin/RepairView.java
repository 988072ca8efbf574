package dev.signet.sample.host.admin;

import dev.signet.pf4j.install.RepairPreview;
import dev.signet.pf4j.install.RepairedFile;
import dev.signet.report.Html;
import dev.signet.report.ReportHtml;
import dev.signet.sample.host.web.UploadRules;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/** What the pages that repair plugins say. */
final class RepairView {
  private static final int MOST_SHOWN = 200;

  /** The field with the key of the plugin that a release is sent for. */
  static final String PLUGIN = "plugin";

  /** The field, and the part of an address, with the key of the release to repair from. */
  static final String FROM = "from";

  /** The field that says what was listed. */
  static final String ASKED = "asked";

  private RepairView() {}

  /**
   * Lists what would change, and asks.
   *
   * @param from key and name of a release that was sent; empty for the host's own copy
   * @param asked what stands for the list
   */
  static String question(
      RepairPreview preview, Optional<SentRelease> from, String hidden, String asked) {
    return String.format(
        Locale.ROOT,
        """
        %s<h1>Repair %s %s?</h1>
        <p>%s Nothing is changed yet.%s</p>
        <ul class="files">
        %s</ul>
        <form class="change" method="post">
        %s%s%s<p><button>Repair</button></p>
        <p class="quiet">What is there and is not the release's own is kept in the plugins folder, in \
        <code>.signet-install/aside</code>.</p>
        </form>
        """,
        InstallView.BACK,
        Html.isolate(preview.id()),
        Html.isolate(preview.version()),
        from.map(RepairView::origin)
            .orElse(
                "The files come from the copy that this host verified when it admitted the plugin,"
                    + " and are verified again."),
        preview.restarted().isEmpty()
            ? ""
            : " Started again with it: "
                + Html.isolate(String.join(", ", preview.restarted()))
                + ".",
        files(preview.files()),
        hidden,
        from.map(release -> hidden(FROM, release.key())).orElse(""),
        hidden(ASKED, asked));
  }

  /** A release that was sent to repair a plugin from. */
  record SentRelease(String key, String name) {}

  private static String origin(SentRelease release) {
    return "The files come from "
        + Html.isolate(release.name())
        + ", which is the release that this host admitted, and are verified again.";
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

  /** Tells why it cannot be repaired like that. */
  static String impossible(RepairPreview preview) {
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
            .orElse("");
  }

  /** Asks for a download of the release that the plugin was. */
  static String askForRelease(String plugin, String token) {
    return "<h2>Repair it from a download</h2>\n"
        + UploadForm.of(
            UploadRules.REPAIR,
            token,
            "The author's download of this very release, .jar or .zip",
            hidden(PLUGIN, plugin)
                + UploadForm.button("List what it would change")
                + """
                <p class="quiet">Nothing is changed before you say so. To change to another \
                release, <a href="/admin/install">install</a> that.</p>
                """);
  }

  private static String hidden(String name, String value) {
    return "<input type=\"hidden\" name=\"" + name + "\" value=\"" + Html.escape(value) + "\">\n";
  }
}

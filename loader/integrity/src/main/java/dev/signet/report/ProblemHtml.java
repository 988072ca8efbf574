package dev.signet.report;

import dev.signet.verdict.Audience;
import dev.signet.verdict.FileDifference;
import dev.signet.verdict.Finding;
import dev.signet.verdict.Reason;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** One problem as HTML: what happened, where, what to do, and the digests folded away. */
final class ProblemHtml {
  /** How many files are named. */
  static final int SHOWN = 50;

  private final String heading;
  private final Optional<String> download;

  /**
   * Creates the writer.
   *
   * @param heading name of the heading's element
   * @param download where the whole list is; empty when it is nowhere
   */
  ProblemHtml(String heading, Optional<String> download) {
    this.heading = heading;
    this.download = download;
  }

  String write(Problem problem) {
    return "<section class=\"signet-problem\">\n<"
        + heading
        + " class=\"signet-sentence\">"
        + Html.escape(problem.sentence())
        + "</"
        + heading
        + ">\n<p class=\"signet-code\"><span class=\"signet-nature\">"
        + Html.escape(problem.nature())
        + "</span> <code>"
        + problem.reason().name()
        + "</code>"
        + (problem.isProblem() ? "" : " <span class=\"signet-hint\">notice</span>")
        + "</p>\n"
        + remedy(problem)
        + places(problem)
        + digests(problem)
        + "</section>\n";
  }

  private static String remedy(Problem problem) {
    String remedy = problem.remedy(Audience.ADMINISTRATOR);
    return remedy.isEmpty()
        ? ""
        : "<p class=\"signet-remedy\"><strong>What to do:</strong> "
            + Html.escape(remedy)
            + "</p>\n";
  }

  private String places(Problem problem) {
    List<Finding> shown = shown(problem);
    StringBuilder list = new StringBuilder("<ul class=\"signet-places\">\n");
    for (Finding finding : shown) {
      list.append("<li>").append(place(finding)).append("</li>\n");
    }
    list.append("</ul>\n");
    int more = problem.findings().size() - shown.size();
    if (more > 0) {
      list.append(String.format(Locale.ROOT, "<p class=\"signet-more\">and %,d more", more))
          .append(
              download
                  .map(to -> ": <a href=\"" + Html.escape(to) + "\" download>download all</a>")
                  .orElse(""))
          .append("</p>\n");
    }
    return list.toString();
  }

  private static List<Finding> shown(Problem problem) {
    return problem.findings().stream().limit(SHOWN).toList();
  }

  private static String place(Finding finding) {
    String path = finding.path();
    if (path == null) {
      return Html.isolate(finding.detail());
    }
    String code = "<code>" + Html.isolate(path) + "</code>";
    return FileDifference.isOrdinary(finding) ? code : code + " " + Html.isolate(finding.detail());
  }

  private static String digests(Problem problem) {
    List<Finding> told =
        shown(problem).stream()
            .filter(finding -> finding.expected() != null || finding.current() != null)
            .toList();
    if (told.isEmpty()) {
      return "";
    }
    boolean digests = problem.reason() != Reason.SCOPE_MISMATCH;
    StringBuilder list =
        new StringBuilder("<details class=\"signet-digests\">\n<summary>")
            .append(digests ? "Expected and current digests" : "Who was asked for, and who signed")
            .append("</summary>\n<dl>\n");
    for (Finding finding : told) {
      String path = finding.path();
      list.append(path == null ? "" : "<dt><code>" + Html.isolate(path) + "</code></dt>\n")
          .append(path == null ? "<dt>As a whole</dt>\n" : "")
          .append(value(digests ? "expected" : "asked for", finding.expected()))
          .append(value(digests ? "current" : "signed by CN", finding.current()));
    }
    return list.append("</dl>\n</details>\n").toString();
  }

  private static String value(String label, @Nullable String value) {
    return "<dd>"
        + label
        + " "
        + (value == null ? "none" : "<code>" + Html.isolate(value) + "</code>")
        + "</dd>\n";
  }
}

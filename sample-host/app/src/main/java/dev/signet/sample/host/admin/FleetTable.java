package dev.signet.sample.host.admin;

import dev.signet.postgres.NodeResult;
import dev.signet.report.Html;
import dev.signet.report.ReportHtml;
import dev.signet.report.Standing;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.function.IntFunction;

/** Tables of what hosts report: every text in them is a host's own, and may be any. */
final class FleetTable {
  private static final int LONGEST = 60;
  private static final int LONGEST_STANDING = 30;
  private static final int DIGITS = 12;

  private FleetTable() {}

  /** Returns a table that can be scrolled where it is too wide. */
  static String of(String caption, List<String> columns, List<String> rows) {
    StringBuilder html =
        new StringBuilder(
                "<div class=\"table signet-report\" role=\"region\" tabindex=\"0\" aria-label=\"")
            .append(caption)
            .append("\">\n<table>\n<thead>\n<tr>");
    columns.forEach(column -> html.append("<th scope=\"col\">").append(column).append("</th>"));
    html.append("</tr>\n</thead>\n<tbody>\n");
    rows.forEach(html::append);
    return html.append("</tbody>\n</table>\n</div>\n").toString();
  }

  /** Returns a row whose first cell names it; all of them are HTML. */
  static String row(String name, String... cells) {
    return "<tr><th scope=\"row\">"
        + name
        + "</th><td>"
        + String.join("</td><td>", cells)
        + "</td></tr>\n";
  }

  /** Returns links to the pages beside one, and says what it shows. */
  static String pager(String what, int page, long total, IntFunction<String> address) {
    long first = (page - 1L) * FleetQuery.ROWS + 1;
    long last = Math.min(total, first + FleetQuery.ROWS - 1);
    if (total <= FleetQuery.ROWS && page == 1) {
      return "";
    }
    return "<nav class=\"pager\" aria-label=\"Pages of "
        + what
        + "\">\n<p>"
        + (total == 0
            ? "There is no such page."
            : String.format(Locale.ROOT, "%d to %d of %d.", first, last, total))
        + (page > 1 ? link(address.apply(total == 0 ? 1 : page - 1), "Previous " + what) : "")
        + (last < total ? link(address.apply(page + 1), "Next " + what) : "")
        + "</p>\n</nav>\n";
  }

  private static String link(String address, String text) {
    return " <a href=\"" + Html.escape(address) + "\">" + text + "</a>";
  }

  /** Returns a host's name as a link to its page. */
  static String host(String name) {
    return "<a href=\""
        + Html.escape(FleetQuery.HOST + "?" + FleetQuery.naming(name))
        + "\">"
        + shortened(name, LONGEST)
        + "</a>";
  }

  /** Returns a link to what was found of a plugin. */
  static String plugin(NodeResult result) {
    return "<a href=\""
        + Html.escape(
            FleetQuery.RESULT
                + "?"
                + FleetQuery.naming(result.node())
                + "&key="
                + FleetQuery.encode(result.key()))
        + "\">"
        + shortened(result.plugin(), LONGEST)
        + "</a>";
  }

  static String text(String text) {
    return shortened(text, LONGEST);
  }

  private static String shortened(String text, int longest) {
    return Html.isolate(
        text.codePointCount(0, text.length()) <= longest
            ? text
            : text.substring(0, text.offsetByCodePoints(0, longest)) + "\u2026");
  }

  /** Returns as much of a digest as tells it from others. */
  static String digest(String digest) {
    return digest.isEmpty()
        ? ""
        : "<code>"
            + Html.escape(digest.substring(0, Math.min(DIGITS, digest.length())))
            + "</code>";
  }

  /** Returns where a target stands: in full where the host told all, else in its word. */
  static String badge(NodeResult result) {
    Standing.Grade grade = result.needsAttention() ? Standing.Grade.BAD : Standing.Grade.GOOD;
    return ReportHtml.badge(
        result.state().map(Standing::of).orElseGet(() -> standing(grade, result.standing())));
  }

  static String badge(Standing.Grade grade, String word) {
    return ReportHtml.badge(standing(grade, word));
  }

  private static Standing standing(Standing.Grade grade, String word) {
    String label = word.length() <= LONGEST_STANDING ? word : word.substring(0, LONGEST_STANDING);
    return new Standing(grade, label, "", "");
  }

  /** Returns how long ago something was, in words. */
  static String ago(Duration ago) {
    if (ago.toMinutes() < 1) {
      return "less than a minute ago";
    }
    if (ago.toHours() < 2) {
      return ago.toMinutes() == 1 ? "a minute ago" : ago.toMinutes() + " minutes ago";
    }
    return ago.toDays() < 2 ? ago.toHours() + " hours ago" : ago.toDays() + " days ago";
  }
}

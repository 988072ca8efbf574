package dev.signet.sample.host.admin;

import dev.signet.report.IntegrityReport;
import dev.signet.report.IntegrityState;
import dev.signet.report.Standing;
import dev.signet.verdict.Count;
import java.util.List;
import java.util.StringJoiner;

/** The warning on top of a page: there only when there is something to look at. */
public final class Banner {
  private Banner() {}

  /** Returns the warning with a link to the administrators' page, or nothing. */
  public static String of(IntegrityReport report) {
    List<IntegrityState> states = report.needingAttention();
    if (states.isEmpty() && !report.host().checkingOff()) {
      return "";
    }
    boolean bad =
        report.host().checkingOff()
            || states.stream().anyMatch(state -> Standing.of(state).grade() == Standing.Grade.BAD);
    return "<section class=\"banner "
        + (bad ? "bad" : "notice")
        + "\" aria-labelledby=\"banner\">\n<h2 id=\"banner\">"
        + headline(report, states)
        + "</h2>\n<p><a href=\"/admin\">See what happened and what to do</a></p>\n</section>\n";
  }

  private static String headline(IntegrityReport report, List<IntegrityState> states) {
    StringJoiner text = new StringJoiner(". ");
    if (report.host().checkingOff()) {
      text.add("Checking is off: plugins are loaded whatever is found");
    }
    if (states.stream().anyMatch(state -> state.target().isCore())) {
      text.add("The host itself needs attention");
    }
    long plugins = states.stream().filter(state -> !state.target().isCore()).count();
    if (plugins > 0) {
      text.add(Count.of(plugins, "plugin needs", "plugins need") + " attention");
    }
    return text.toString();
  }
}

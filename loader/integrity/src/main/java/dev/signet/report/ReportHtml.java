package dev.signet.report;

import dev.signet.policy.Decision;
import dev.signet.policy.DimensionTexts;
import dev.signet.trust.TrustStatus;
import dev.signet.verdict.Count;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * A report as fragments of HTML that a host can put anywhere in a page of its own. They bring no
 * script, no style attribute, no id and nothing from elsewhere, so that the strictest content
 * security policy lets them pass; everything from bundles is escaped. All classes begin with {@code
 * signet-}; {@link #styleSheet} dresses them, light and dark, where a host has no sheet of its own.
 * Immutable.
 */
public final class ReportHtml {
  private static final int HIGHEST_LEVEL = 5;
  private static final String STYLE_SHEET = "signet-report.css";

  private final int level;
  private final Function<IntegrityState, Optional<String>> downloads;

  private ReportHtml(int level, Function<IntegrityState, Optional<String>> downloads) {
    this.level = level;
    this.downloads = downloads;
  }

  /**
   * Returns a writer whose headings begin at a level.
   *
   * @param level from 1 to 5: that of each target's name; its problems are one below
   * @throws IllegalArgumentException when it is another
   */
  public static ReportHtml atLevel(int level) {
    if (level < 1 || level > HIGHEST_LEVEL) {
      throw new IllegalArgumentException("level: " + level + " is not from 1 to " + HIGHEST_LEVEL);
    }
    return new ReportHtml(level, state -> Optional.empty());
  }

  /**
   * Returns a writer that links to the whole list of a target where it shows only a part.
   *
   * @param addresses gives the address, which is escaped here
   */
  public ReportHtml downloads(Function<IntegrityState, String> addresses) {
    Objects.requireNonNull(addresses, "addresses");
    return new ReportHtml(level, state -> Optional.of(addresses.apply(state)));
  }

  /** Returns the style sheet, in UTF-8: {@code signet-report.css} beside this class. */
  public static String styleSheet() {
    try (InputStream sheet = ReportHtml.class.getResourceAsStream(STYLE_SHEET)) {
      if (sheet == null) {
        throw new IllegalStateException(STYLE_SHEET + " is missing from the jar");
      }
      return new String(sheet.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Returns all that somebody should look at or scan; one sentence when there is nothing. */
  public String of(IntegrityReport report) {
    List<IntegrityState> told =
        report.states().stream()
            .filter(state -> state.needsAttention() || state.isNeverScanned())
            .toList();
    StringBuilder html = new StringBuilder("<div class=\"signet-report\">\n");
    if (report.host().checkingOff()) {
      html.append(alarm("Checking is off: nothing is refused."));
    }
    report.host().enforcement().warning().ifPresent(text -> html.append(alarm(text)));
    List<TrustStatus.Concern> concerns = report.trust().allConcerns();
    concerns.forEach(concern -> html.append(concern(concern)));
    if (told.isEmpty() && concerns.isEmpty()) {
      html.append("<p>No errors have been found.</p>\n");
    }
    told.forEach(state -> html.append(of(state)));
    return html.append("</div>\n").toString();
  }

  private static String alarm(String text) {
    return "<p class=\"signet-alarm\">" + Html.escape(text) + "</p>\n";
  }

  /** Returns all there is to tell about one target. */
  public String of(IntegrityState state) {
    Standing standing = Standing.of(state);
    String version = state.result().map(IntegrityResult::version).orElse("");
    return "<article class=\"signet-target\">\n<h"
        + level
        + " class=\"signet-name\">"
        + Html.isolate(state.name())
        + (version.isEmpty()
            ? ""
            : " <span class=\"signet-version\">" + Html.isolate(version) + "</span>")
        + "</h"
        + level
        + ">\n<p class=\"signet-standing\">"
        + badge(standing)
        + " "
        + Html.escape((standing.meaning() + " " + standing.consequence()).strip())
        + "</p>\n"
        + state.failure().map(ReportHtml::failure).orElse("")
        + state
            .notRunning()
            .map(why -> told(why.cause(), why.kind().name(), why.kind().remedy()))
            .orElse("")
        + state
            .drift()
            .map(drift -> told(drift.cause(), drift.kind().name(), drift.kind().remedy()))
            .orElse("")
        + state.result().map(result -> dimensions(result.decision())).orElse("")
        + state.result().map(result -> problems(state, result)).orElse("")
        + FactsHtml.of(state)
        + "</article>\n";
  }

  /**
   * Returns what was found about a bundle that is not among the host's plugins, or not yet: one
   * that somebody wants to install, say. Empty when nothing was.
   */
  public String of(Decision decision) {
    ProblemHtml writer = new ProblemHtml("h" + (level + 1), Optional.empty());
    return Problem.of(decision.findings()).stream()
        .map(writer::write)
        .collect(Collectors.joining("", dimensions(decision), ""));
  }

  private static String dimensions(Decision decision) {
    return DimensionTexts.of(decision).stream()
        .map(line -> "<p class=\"signet-dimensions\">" + Html.escape(line) + "</p>\n")
        .collect(Collectors.joining());
  }

  /** Returns the word for where a target stands; its class tells the grade. */
  public static String badge(Standing standing) {
    return "<strong class=\"signet-badge signet-"
        + standing.grade().word()
        + "\">"
        + Html.escape(standing.label())
        + "</strong>";
  }

  /** Returns what an administrator should know of the host's trust. */
  public static String concern(TrustStatus.Concern concern) {
    return "<p class=\"signet-failure\">"
        + Html.isolate(concern.text())
        + " <code>"
        + concern.kind().name()
        + "</code></p>\n";
  }

  private static String failure(FailedScan failure) {
    return "<p class=\"signet-failure\">The scan of "
        + Html.time(failure.at())
        + " failed: "
        + Html.isolate(failure.cause())
        + "</p>\n";
  }

  private static String told(String cause, String code, String remedy) {
    return "<p class=\"signet-failure\">"
        + Html.isolate(cause)
        + " <code>"
        + code
        + "</code> "
        + Html.escape(remedy)
        + "</p>\n";
  }

  private String problems(IntegrityState state, IntegrityResult result) {
    ProblemHtml writer = new ProblemHtml("h" + (level + 1), downloads.apply(state));
    StringBuilder html = new StringBuilder();
    Problem.of(result.findings()).forEach(problem -> html.append(writer.write(problem)));
    if (result.omittedFindings() > 0) {
      html.append("<p class=\"signet-more\">")
          .append(Count.of(result.omittedFindings(), "more was", "more were"))
          .append(" found and not kept. Scan again to see them all.</p>\n");
    }
    return html.toString();
  }
}

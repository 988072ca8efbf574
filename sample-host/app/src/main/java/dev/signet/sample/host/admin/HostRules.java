package dev.signet.sample.host.admin;

import dev.signet.policy.SignatureRequirement;
import dev.signet.report.Html;
import dev.signet.report.IntegrityReport;
import dev.signet.report.IntegrityResult;
import java.util.Optional;

/** Says what the host makes of what is found. */
final class HostRules {
  private HostRules() {}

  /** Returns what must not be overlooked: that problems have no consequence. */
  static String alarm(IntegrityReport report) {
    if (report.host().checkingOff()) {
      return """
          <p class="alarm"><strong>Checking is off.</strong> Every plugin is loaded, whatever was \
          found. Remove <code>checking: off</code> from the host's settings and start again.</p>
          """;
    }
    Optional<String> warning = report.host().enforcement().warning();
    String loose =
        warning
            .map(text -> "<p class=\"alarm\"><strong>" + Html.isolate(text) + "</strong></p>\n")
            .orElse("");
    if (report.host().channel().enforces()) {
      return loose;
    }
    long refused =
        report.states().stream()
            .flatMap(state -> state.result().stream())
            .filter(IntegrityResult::refusedOnStable)
            .count();
    return loose
        + "<p class=\"note\">Checking is on, but on the channel "
        + channel(report)
        + " problems are only reported"
        + beside(report)
        + ". The channel <code>stable</code> would refuse "
        + refused
        + ".</p>\n";
  }

  /** Returns the rules by which plugins are refused, or nothing where none is. */
  static String html(IntegrityReport report) {
    IntegrityReport.Host host = report.host();
    if (host.checkingOff() || !host.channel().enforces()) {
      return "";
    }
    String must =
        host.requirement() == SignatureRequirement.ALL
            ? "All plugins must be signed."
            : "Featured plugins, and those that were signed before, must be signed.";
    return "<section aria-labelledby=\"rules\">\n<h2 id=\"rules\">This host's rules</h2>\n"
        + "<p>Checking is on. On the channel "
        + channel(report)
        + " plugins with problems are refused"
        + beside(report)
        + ". "
        + must
        + "</p>\n</section>\n";
  }

  private static String beside(IntegrityReport report) {
    return report
        .host()
        .enforcement()
        .differences()
        .map(text -> ", but for: " + Html.escape(text))
        .orElse("");
  }

  private static String channel(IntegrityReport report) {
    return "<code>" + Html.isolate(report.host().channel().name()) + "</code>";
  }
}

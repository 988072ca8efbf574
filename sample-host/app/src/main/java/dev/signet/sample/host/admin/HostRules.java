package dev.signet.sample.host.admin;

import dev.signet.policy.SignatureRequirement;
import dev.signet.report.Html;
import dev.signet.report.IntegrityReport;
import dev.signet.report.IntegrityResult;

/** Says what the host makes of what is found. */
final class HostRules {
  private HostRules() {}

  /** Returns what must not be overlooked, or nothing. */
  static String alarm(IntegrityReport report) {
    return report.host().checkingOff()
        ? """
          <p class="alarm"><strong>Checking is off.</strong> Every plugin is loaded, whatever was \
          found. Remove <code>checking: off</code> from the host's settings and start again.</p>
          """
        : "";
  }

  /** Returns the rules. */
  static String html(IntegrityReport report) {
    return "<section aria-labelledby=\"rules\">\n<h2 id=\"rules\">This host's rules</h2>\n"
        + text(report)
        + "</section>\n";
  }

  private static String text(IntegrityReport report) {
    IntegrityReport.Host host = report.host();
    if (host.checkingOff()) {
      return "<p>Checking is off: what was found is reported and has no consequence.</p>\n";
    }
    String must =
        host.requirement() == SignatureRequirement.ALL
            ? "All plugins must be signed."
            : "Featured plugins, and those that were signed before, must be signed.";
    String channel = "<code>" + Html.isolate(host.channel().name()) + "</code>";
    if (host.channel().enforces()) {
      return "<p>Checking is on. On the channel "
          + channel
          + " plugins with problems are refused. "
          + must
          + "</p>\n";
    }
    long refused =
        report.states().stream()
            .flatMap(state -> state.result().stream())
            .filter(IntegrityResult::refusedOnStable)
            .count();
    return "<p class=\"note\">Checking is on, but on the channel "
        + channel
        + " problems are only reported. The channel <code>stable</code> would refuse "
        + refused
        + ". "
        + must
        + "</p>\n";
  }
}

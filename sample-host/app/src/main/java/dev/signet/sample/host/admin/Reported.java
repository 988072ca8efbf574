package dev.signet.sample.host.admin;

import dev.signet.report.IntegrityReport;
import dev.signet.report.IntegrityState;
import io.javalin.http.NotFoundResponse;

/** What an address is about. */
final class Reported {
  private Reported() {}

  /** Returns the state of the target with this key, or has the visitor told that there is none. */
  static IntegrityState state(IntegrityReport report, String key) {
    return report
        .find(key)
        .orElseThrow(
            () -> new NotFoundResponse("There is no such plugin any more. See all plugins."));
  }
}

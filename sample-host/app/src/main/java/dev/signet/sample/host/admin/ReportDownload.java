package dev.signet.sample.host.admin;

import dev.signet.report.IntegrityReport;
import dev.signet.report.ReportJson;
import dev.signet.report.ReportText;
import io.javalin.http.Context;
import java.util.Locale;

/** Sends a report to be read or, when the address says so, to be kept as a file. */
final class ReportDownload {
  private ReportDownload() {}

  static void text(Context context, IntegrityReport report) {
    name(context, report, "txt");
    context.contentType("text/plain; charset=utf-8").result(ReportText.of(report));
  }

  static void json(Context context, IntegrityReport report) {
    name(context, report, "json");
    context.contentType("application/json").result(ReportJson.text(report) + "\n");
  }

  private static void name(Context context, IntegrityReport report, String ending) {
    if (context.queryParamMap().containsKey("download")) {
      String time = report.at().toString().replaceFirst("\\..*|Z$", "").replace(":", "");
      context.header(
          "Content-Disposition",
          String.format(Locale.ROOT, "attachment; filename=\"invalid-files-%s.%s\"", time, ending));
    }
  }
}

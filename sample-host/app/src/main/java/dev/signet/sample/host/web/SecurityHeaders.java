package dev.signet.sample.host.web;

import io.javalin.http.Context;
import java.util.Map;

/** What browsers are told to allow the host's pages, and to allow others with them: little. */
final class SecurityHeaders {
  private static final String CONTENT_SECURITY_POLICY =
      "default-src 'none'; style-src 'self'; script-src 'self'; connect-src 'self'; img-src 'self';"
          + " form-action 'self'; base-uri 'none'; frame-ancestors 'none'";
  private static final Map<String, String> HEADERS =
      Map.of(
          "Content-Security-Policy", CONTENT_SECURITY_POLICY,
          "X-Content-Type-Options", "nosniff",
          "X-Frame-Options", "DENY",
          // Not no-referrer: browsers then send forms without saying where they come from.
          "Referrer-Policy", "same-origin",
          "Cross-Origin-Opener-Policy", "same-origin",
          "Cross-Origin-Resource-Policy", "same-origin",
          "Permissions-Policy", "camera=(), geolocation=(), microphone=()",
          "Cache-Control", "no-store");

  private SecurityHeaders() {}

  static void set(Context context, boolean https) {
    HEADERS.forEach(context::header);
    if (https) {
      context.header("Strict-Transport-Security", "max-age=31536000");
    }
  }
}

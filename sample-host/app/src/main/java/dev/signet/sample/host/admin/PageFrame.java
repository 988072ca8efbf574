package dev.signet.sample.host.admin;

import dev.signet.report.Html;
import dev.signet.sample.host.web.AccessControl;
import java.util.Locale;
import java.util.Optional;

/**
 * What surrounds every page: head, navigation, landmarks. Immutable.
 *
 * @param title of the page, unescaped
 * @param path of the page; empty for one that has none of its own
 * @param formToken for the button that logs out; empty for who is not logged in
 * @param isWaiting whether the page is to come again by itself where there is no script
 */
public record PageFrame(String title, String path, Optional<String> formToken, boolean isWaiting) {

  /** Path of the dashboard. */
  public static final String DASHBOARD = "/";

  /** Path of the administrators' page. */
  public static final String ADMIN = "/admin";

  /** Returns the frame of a page for who is not known. */
  public static PageFrame of(String title, String path) {
    return new PageFrame(title, path, Optional.empty(), false);
  }

  /** Returns the frame of a page for who is logged in. */
  PageFrame loggedIn(String token) {
    return new PageFrame(title, path, Optional.of(token), isWaiting);
  }

  /** Returns the frame of a page that shows something going on. */
  PageFrame waiting(boolean waiting) {
    return new PageFrame(title, path, formToken, waiting);
  }

  /** Returns the whole page around its main part. */
  public String around(String main) {
    return String.format(
        Locale.ROOT,
        """
        <!DOCTYPE html>
        <html lang="en">
        <head>
        <meta charset="utf-8">
        <meta name="viewport" content="width=device-width, initial-scale=1">
        <meta name="color-scheme" content="light dark">
        <title>%s</title>
        <link rel="icon" href="/icon.svg" type="image/svg+xml">
        <link rel="stylesheet" href="/dashboard.css">
        <link rel="stylesheet" href="/signet-report.css">
        <script src="/admin.js" defer></script>
        %s</head>
        <body>
        <a class="skip" href="#main">Skip to the content</a>
        <header class="top">
        <nav aria-label="Pages">
        <ul>
        %s%s</ul>
        </nav>
        %s</header>
        <main id="main" tabindex="-1">
        %s</main>
        </body>
        </html>
        """,
        Html.escape(title + " \u2013 Sample host"),
        isWaiting ? refresh() : "",
        link(DASHBOARD, "Dashboard"),
        link(ADMIN, "Plugin integrity"),
        formToken.map(PageFrame::logout).orElse(""),
        main);
  }

  /** Names the page: one whose address ends in a fragment would only jump there. */
  private String refresh() {
    return "<noscript><meta http-equiv=\"refresh\" content=\"2; url="
        + Html.escape(path)
        + "\"></noscript>\n";
  }

  private String link(String to, String text) {
    return "<li><a href=\""
        + to
        + "\""
        + (to.equals(path) ? " aria-current=\"page\"" : "")
        + ">"
        + text
        + "</a></li>\n";
  }

  private static String logout(String token) {
    return "<form method=\"post\" action=\"/admin/logout\">"
        + field(token)
        + "<button class=\"quiet\">Log out</button></form>\n";
  }

  /** Returns the field that every form carries. */
  static String field(String token) {
    return "<input type=\"hidden\" name=\""
        + AccessControl.FORM_TOKEN
        + "\" value=\""
        + Html.escape(token)
        + "\">";
  }
}

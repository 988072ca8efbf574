package dev.signet.sample.host.admin;

import dev.signet.report.Html;
import java.util.Locale;

/** Asks for the password. */
final class LoginPage {
  private LoginPage() {}

  /**
   * Returns the main part of the page.
   *
   * @param problem why the visitor is asked again, unescaped; empty for the first time
   */
  static String main(String formToken, String problem) {
    return String.format(
        Locale.ROOT,
        """
        <h1>Log in</h1>
        <form class="login" method="post" action="/admin/login">
        %s%s<p><label for="password">Administrator's password</label>
        <input type="password" id="password" name="password" autocomplete="current-password" \
        required autofocus%s></p>
        <p><button>Log in</button></p>
        <p class="quiet">Whoever started this host knows it: it is printed once to the console, or \
        its hash is in the file that <code>--password-file</code> names.</p>
        </form>
        """,
        PageFrame.field(formToken),
        problem.isEmpty()
            ? ""
            : "<p class=\"alarm\" id=\"problem\" role=\"alert\">" + Html.escape(problem) + "</p>\n",
        problem.isEmpty() ? "" : " aria-invalid=\"true\" aria-describedby=\"problem\"");
  }
}

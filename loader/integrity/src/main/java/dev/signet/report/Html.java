package dev.signet.report;

import dev.signet.verdict.Printable;
import java.time.Instant;

/** Makes text that comes from bundles, certificates and lists safe in HTML. */
public final class Html {
  private Html() {}

  /**
   * Returns the text {@linkplain Printable#of made printable}, then with the five characters that
   * mean something in HTML as references: safe as content and in quoted attributes.
   */
  public static String escape(String text) {
    String printable = Printable.of(text);
    StringBuilder safe = new StringBuilder(printable.length() + 16);
    for (int i = 0; i < printable.length(); i++) {
      char c = printable.charAt(i);
      switch (c) {
        case '&' -> safe.append("&amp;");
        case '<' -> safe.append("&lt;");
        case '>' -> safe.append("&gt;");
        case '"' -> safe.append("&quot;");
        case '\'' -> safe.append("&#39;");
        default -> safe.append(c);
      }
    }
    return safe.toString();
  }

  /**
   * Returns the text escaped, in a {@code bdi} element: letters written from right to left stay
   * among themselves.
   */
  public static String isolate(String text) {
    return "<bdi>" + escape(text) + "</bdi>";
  }

  /** Returns a {@code time} element: to the minute and in UTC. */
  public static String time(Instant at) {
    return "<time datetime=\"" + When.exact(at) + "\">" + When.words(at) + "</time>";
  }
}

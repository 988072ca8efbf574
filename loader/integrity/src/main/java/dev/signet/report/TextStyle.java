package dev.signet.report;

import dev.signet.Internal;

/**
 * Colours by SGR codes (ECMA-48 section 8.3.117), or none.
 *
 * @param coloured whether the text goes to a terminal that shows them
 */
@Internal
public record TextStyle(boolean coloured) {
  private static final String RESET = "\u001b[0m";

  /** Returns the text as good news. */
  public String good(String text) {
    return paint("\u001b[32m", text);
  }

  /** Returns the text as something to look at. */
  public String doubtful(String text) {
    return paint("\u001b[33m", text);
  }

  /** Returns the text as bad news. */
  public String bad(String text) {
    return paint("\u001b[31m", text);
  }

  /** Returns the text as what matters most. */
  public String strong(String text) {
    return paint("\u001b[1m", text);
  }

  /** Returns the text as what only leads to the rest. */
  public String faint(String text) {
    return paint("\u001b[2m", text);
  }

  private String paint(String code, String text) {
    return coloured ? code + text + RESET : text;
  }
}

package dev.signet.pf4j.text;

import dev.signet.policy.Decision;
import dev.signet.verdict.Audience;
import dev.signet.verdict.Printable;

/** Decisions as text. */
public final class Decisions {
  private Decisions() {}

  /** Returns explanation and remedy on one line, escaped. */
  public static String line(Decision decision) {
    return onOneLine(decision.advice(Audience.ADMINISTRATOR));
  }

  /** Returns sentences on one line, escaped. */
  public static String onOneLine(String text) {
    return Printable.of(text.replaceAll("\\R", " ").strip());
  }
}

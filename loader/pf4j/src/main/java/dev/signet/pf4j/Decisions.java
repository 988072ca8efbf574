package dev.signet.pf4j;

import dev.signet.policy.Decision;
import dev.signet.verdict.Audience;
import dev.signet.verdict.Printable;

/** Decisions as text. */
final class Decisions {
  private Decisions() {}

  /** Returns explanation and remedy on one line, escaped. */
  static String line(Decision decision) {
    return onOneLine(decision.advice(Audience.ADMINISTRATOR));
  }

  /** Returns sentences on one line, escaped. */
  static String onOneLine(String text) {
    return Printable.of(text.replaceAll("\\R", " ").strip());
  }
}

package dev.signet.pf4j;

import dev.signet.policy.Decision;
import dev.signet.verdict.Printable;
import dev.signet.verdict.Reason;

/** Decisions as text. */
final class Decisions {
  private Decisions() {}

  /** Returns explanation and remedy on one line, escaped. */
  static String line(Decision decision) {
    String remedy = decision.reasons().stream().findFirst().map(Reason::remedy).orElse("");
    String explanation = decision.explanation();
    return onOneLine(explanation.contains(remedy) ? explanation : explanation + " " + remedy);
  }

  /** Returns sentences on one line, escaped. */
  static String onOneLine(String text) {
    return Printable.of(text.replaceAll("\\R", " ").strip());
  }
}

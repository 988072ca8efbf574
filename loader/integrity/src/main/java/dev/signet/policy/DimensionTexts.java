package dev.signet.policy;

import dev.signet.Internal;
import dev.signet.verdict.Dimension;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Says which dimensions refused a bundle, or would have. */
@Internal
public final class DimensionTexts {
  private DimensionTexts() {}

  /** Returns one line for each enforcement that counted, without anything from the bundle. */
  public static List<String> of(Decision decision) {
    List<String> lines = new ArrayList<>();
    for (Enforcement each : Enforcement.values()) {
      Set<Dimension> found = decision.dimensions(each);
      if (!found.isEmpty()) {
        lines.add(label(each) + ": " + Dimension.words(found));
      }
    }
    return lines;
  }

  /** Returns what is done in a few words, and for the sake of which dimensions. */
  public static String word(Decision decision) {
    return switch (decision.action()) {
      case ADMIT -> "admitted";
      case WARN -> "admitted with a warning" + words(" about ", decision, Enforcement.WARN);
      case REFUSE -> "refused" + words(" by ", decision, Enforcement.ENFORCE);
    };
  }

  private static String words(String joint, Decision decision, Enforcement enforcement) {
    String words = Dimension.words(decision.dimensions(enforcement));
    return words.isEmpty() ? "" : joint + words;
  }

  private static String label(Enforcement enforcement) {
    return switch (enforcement) {
      case ENFORCE -> "Refused by";
      case WARN -> "Would be refused by";
      case OFF -> "Switched off";
    };
  }
}

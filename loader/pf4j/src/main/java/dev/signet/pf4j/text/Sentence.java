package dev.signet.pf4j.text;

import dev.signet.verdict.Printable;
import java.util.Locale;

/** Sentences with words from outside. */
public final class Sentence {
  private Sentence() {}

  /** Returns the pattern with these words, each of them escaped. */
  public static String of(String pattern, Object... words) {
    Object[] printable = new Object[words.length];
    for (int i = 0; i < words.length; i++) {
      printable[i] = Printable.of(String.valueOf(words[i]));
    }
    return String.format(Locale.ROOT, pattern, printable);
  }
}

package dev.signet.verdict;

import dev.signet.Internal;
import java.util.Locale;

/** Writes numbers of things as people do: {@code 1 file}, {@code 2 files}, {@code 1,000 files}. */
@Internal
public final class Count {
  private Count() {}

  /**
   * Returns a number of things.
   *
   * @param noun of one, whose plural ends in s
   */
  public static String of(long count, String noun) {
    return of(count, noun, noun + "s");
  }

  /**
   * Returns a number and what goes with it.
   *
   * @param one what follows the number 1, such as {@code file is}
   * @param many what follows any other
   */
  public static String of(long count, String one, String many) {
    return String.format(Locale.ROOT, "%,d %s", count, count == 1 ? one : many);
  }
}

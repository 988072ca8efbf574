package dev.signet.testkit;

import java.util.List;
import java.util.stream.Stream;

/**
 * How much is tested: everything with {@code mvn -Pthorough verify}, and otherwise something of
 * each kind. What is left out altogether is tagged {@code slow}.
 */
public final class Thorough {
  private static final String PROPERTY = "signet.thorough";
  private static final boolean ALL = Boolean.getBoolean(PROPERTY);

  private static final boolean ATTACKS = Boolean.getBoolean("signet.attacks");
  private static final long FIRST_ATTACK = Long.getLong("signet.attacks.first", 0);

  private Thorough() {}

  /** Returns the option of a JVM that tests as much as this one. */
  public static String setting() {
    return "-D" + PROPERTY + "=" + ALL;
  }

  /** Returns all cases of a test, or the first so many of them. */
  public static <T> Stream<T> cases(int otherwise, List<T> all) {
    return all.stream().limit(ALL ? all.size() : otherwise);
  }

  /** Returns how often something is done whose number counts, like killing a process. */
  public static int times(int thorough, int otherwise) {
    return ALL ? thorough : otherwise;
  }

  /** Returns how often something random is tried: at length only with {@code -Pattacks}. */
  public static int attacks(int atLength, int thorough, int otherwise) {
    return ATTACKS ? atLength : times(thorough, otherwise);
  }

  /** Returns the number of the first random try, so that one that failed can be had again. */
  public static long firstAttack() {
    return FIRST_ATTACK;
  }
}

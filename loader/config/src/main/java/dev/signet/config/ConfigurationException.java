package dev.signet.config;

import java.util.List;
import java.util.stream.Collectors;

/** Settings cannot be used; tells everything that is wrong with it. */
public final class ConfigurationException extends Exception {
  private static final long serialVersionUID = 1;

  private static final int LINES = 20;

  private final transient List<String> problems;

  /**
   * Creates the exception.
   *
   * @param problems one sentence each, naming place, setting and remedy
   */
  ConfigurationException(List<String> problems) {
    super(message(problems));
    this.problems = List.copyOf(problems);
  }

  private static String message(List<String> problems) {
    String most = problems.stream().limit(LINES).collect(Collectors.joining("\n"));
    int more = problems.size() - LINES;
    return more > 0 ? most + "\nAnd " + more + " more." : most;
  }

  /** Returns what is wrong, in their order; unescaped. */
  public List<String> problems() {
    return problems;
  }
}

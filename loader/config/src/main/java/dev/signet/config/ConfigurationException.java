package dev.signet.config;

import java.util.List;

/** Settings cannot be used; tells everything that is wrong with it. */
public final class ConfigurationException extends Exception {
  private static final long serialVersionUID = 1;

  private final transient List<String> problems;

  /**
   * Creates the exception.
   *
   * @param problems one sentence each, naming place, setting and remedy
   */
  ConfigurationException(List<String> problems) {
    super(String.join("\n", problems));
    this.problems = List.copyOf(problems);
  }

  /** Returns what is wrong, in their order; unescaped. */
  public List<String> problems() {
    return problems;
  }
}

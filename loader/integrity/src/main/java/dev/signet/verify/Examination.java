package dev.signet.verify;

import dev.signet.verdict.Verdict;
import java.util.Objects;

/**
 * What a look at a bundle found out.
 *
 * @param verdict what it is
 * @param dependencies the descriptor's dependencies as PF4J writes them; empty when there are none
 */
public record Examination(Verdict verdict, String dependencies) {

  /** Checks that nothing is null. */
  public Examination {
    Objects.requireNonNull(verdict, "verdict");
    Objects.requireNonNull(dependencies, "dependencies");
  }
}

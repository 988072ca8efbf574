package dev.signet.pf4j.wanted;

import dev.signet.report.Drift;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * How far a host is as its fleet's list says.
 *
 * @param number of the list; empty when the host goes by none now
 * @param steps by id; none when the host goes by no list
 * @param problem why the host goes by no list, and what to do, with control characters escaped;
 *     empty when it does. It has changed nothing then
 */
public record ConvergenceReport(
    Optional<Long> number, List<ConvergenceStep> steps, Optional<String> problem) {

  /** Copies the list. */
  public ConvergenceReport {
    Objects.requireNonNull(number, "number");
    steps = List.copyOf(steps);
    Objects.requireNonNull(problem, "problem");
  }

  /** Returns whether the host runs all that the list names, and nothing else. */
  public boolean isConverged() {
    return problem.isEmpty()
        && steps.stream().allMatch(step -> step.outcome() == ConvergenceStep.Outcome.DONE);
  }

  /**
   * Returns in what the host differs from the list, other than by waiting: what could not be done,
   * and in a preview what would be done.
   */
  public List<ConvergenceStep> drift() {
    return steps.stream().filter(ConvergenceStep::isDrift).toList();
  }

  /** Returns the same for the host's results, by the names that it knows the plugins by. */
  Map<String, Drift> differences() {
    Map<String, Drift> found = new HashMap<>();
    drift()
        .forEach(
            step -> found.put(step.id(), new Drift(step.action().drift(), step.explanation())));
    return found;
  }

  /** Returns lines for people: what is to be told of the list, and each step but what is kept. */
  public List<String> lines() {
    List<String> lines = new ArrayList<>();
    problem.ifPresent(lines::add);
    number.ifPresent(
        known ->
            lines.add(
                "List number "
                    + known
                    + ": "
                    + (isConverged() ? "the host is as it says." : "the host differs from it.")));
    steps.stream()
        .filter(step -> step.action() != ConvergenceStep.Action.KEEP)
        .map(ConvergenceStep::line)
        .forEach(lines::add);
    return lines;
  }
}

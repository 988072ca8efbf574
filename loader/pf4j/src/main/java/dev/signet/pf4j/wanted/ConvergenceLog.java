package dev.signet.pf4j.wanted;

import dev.signet.pf4j.wanted.ConvergenceStep.Outcome;
import java.util.List;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Logs what a host has done, and in what it differs from its list, once for as long as it does. */
final class ConvergenceLog {
  private static final Logger LOG = LoggerFactory.getLogger(Convergence.class);

  private List<String> told = List.of();

  synchronized void tell(ConvergenceReport report) {
    report.steps().stream()
        .filter(step -> step.action() != ConvergenceStep.Action.KEEP)
        .filter(step -> step.outcome() == Outcome.DONE)
        .forEach(step -> LOG.info("{}", step.line()));
    List<String> now =
        Stream.concat(report.problem().stream(), report.drift().stream().map(ConvergenceStep::line))
            .toList();
    now.stream().filter(line -> !told.contains(line)).forEach(line -> LOG.warn("{}", line));
    if (!told.isEmpty() && report.isConverged()) {
      LOG.info("The host is as its fleet's list says again");
    }
    told = now;
  }
}

package dev.signet.spring;

import dev.signet.config.ConfigurationException;
import dev.signet.verdict.Printable;
import java.util.stream.Collectors;
import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/** Lists everything that is wrong with the settings. */
final class ConfigurationFailureAnalyzer extends AbstractFailureAnalyzer<ConfigurationException> {
  @Override
  protected FailureAnalysis analyze(Throwable rootFailure, ConfigurationException cause) {
    String problems =
        cause.problems().stream()
            .map(problem -> "    - " + Printable.of(problem))
            .collect(Collectors.joining("\n"));
    return new FailureAnalysis(
        "The settings of this application's plugins cannot be used:\n\n" + problems,
        "Correct each of them where it is set, or set what is missing, then start again.",
        cause);
  }
}

package dev.signet.spring;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/** Says why plugins cannot be set up, and what to do about it. */
final class StartFailureAnalyzer extends AbstractFailureAnalyzer<StartException> {
  @Override
  protected FailureAnalysis analyze(Throwable rootFailure, StartException cause) {
    return new FailureAnalysis(
        "The plugins of this application cannot be set up.\n\n" + cause.getMessage(),
        cause.action(),
        cause);
  }
}

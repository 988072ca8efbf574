package dev.signet.spring;

import dev.signet.trust.TrustStoreException;
import dev.signet.verdict.Printable;
import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/** Says what is wrong with trust that a bean of the application has opened. */
final class TrustFailureAnalyzer extends AbstractFailureAnalyzer<TrustStoreException> {
  @Override
  protected FailureAnalysis analyze(Throwable rootFailure, TrustStoreException cause) {
    return new FailureAnalysis(
        "Whom to trust cannot be read: " + Printable.of(String.valueOf(cause.getMessage())),
        "Put right the file or folder named above, then start again.",
        cause);
  }
}

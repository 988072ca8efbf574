package dev.signet.verify;

import dev.signet.bundle.Limits;
import dev.signet.trust.TrustStore;
import dev.signet.verdict.Verdict;
import java.nio.file.Path;
import java.time.Clock;

/** The one pipeline from a path to a verdict. */
public final class BundleVerifier {

  public BundleVerifier(TrustStore trust, Limits limits, Clock clock) {
    throw new UnsupportedOperationException();
  }

  /** Checks a bundle and leaves nothing behind. Never throws for any bundle. */
  public Verdict verify(Path source, Expectation expectation) {
    throw new UnsupportedOperationException();
  }
}

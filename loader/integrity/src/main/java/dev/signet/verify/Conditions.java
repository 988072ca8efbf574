package dev.signet.verify;

import dev.signet.bundle.Limits;
import dev.signet.manifest.Digest;
import dev.signet.trust.TrustStore;
import java.nio.charset.StandardCharsets;

/** Digests what a verdict depends on beside bytes and time. */
final class Conditions {
  /** To be raised with each change of what is checked or of how findings read. */
  private static final int RULES = 7;

  private final Limits limits;
  private volatile Known latest = new Known("", Expectation.PLUGIN, "");

  /** The answer for one trust and expectation: a host's many bundles ask for the same. */
  private record Known(String trust, Expectation expectation, String digest) {}

  Conditions(Limits limits) {
    this.limits = limits;
  }

  /** Returns the digest for a check by this trust. */
  String digest(TrustStore trust, Expectation expectation) {
    Known known = latest;
    String fingerprint = trust.fingerprint();
    if (known.trust().equals(fingerprint) && known.expectation().equals(expectation)) {
      return known.digest();
    }
    String version = Conditions.class.getPackage().getImplementationVersion();
    String all =
        String.join(
            "\n",
            String.valueOf(RULES),
            String.valueOf(version),
            Runtime.version().toString(),
            System.getProperty("java.home", ""),
            limits.toString(),
            expectation.toString(),
            fingerprint);
    String digest = Digest.over(all.getBytes(StandardCharsets.UTF_8)).hex();
    latest = new Known(fingerprint, expectation, digest);
    return digest;
  }
}

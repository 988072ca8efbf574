package dev.signet.sign.authority;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Objects;

/**
 * The withdrawal of a certificate.
 *
 * @param at the instant of the decision, in whole seconds: fractions are cut off
 * @param reason why
 */
public record Revocation(Instant at, RevocationReason reason) {

  /** Cuts fractions of a second off, which revocation lists cannot express. */
  public Revocation {
    at = Objects.requireNonNull(at, "at").truncatedTo(ChronoUnit.SECONDS);
    Objects.requireNonNull(reason, "reason");
  }
}

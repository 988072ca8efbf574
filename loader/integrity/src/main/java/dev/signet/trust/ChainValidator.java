package dev.signet.trust;

import dev.signet.envelope.SignatureAlgorithm;
import dev.signet.verdict.Finding;
import dev.signet.verdict.Signer;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Decides whether a leaf certificate leads to an anchor and may sign. */
public final class ChainValidator {

  public ChainValidator(TrustStore trust) {
    throw new UnsupportedOperationException();
  }

  /**
   * @param signer who the path proves; empty when it proves nobody. Present together with problems
   *     when the path holds and only {@code REVOKED} and the like speak against it
   * @param findings problems and notices
   */
  public record Result(Optional<Signer> signer, List<Finding> findings, Instant validUntil) {}

  /** Validates the leaf's path at an instant. Never throws for any certificate. */
  public Result validate(
      X509Certificate leaf, List<X509Certificate> chain, SignatureAlgorithm algorithm, Instant at) {
    throw new UnsupportedOperationException();
  }
}

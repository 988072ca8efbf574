package dev.signet.verdict;

import java.util.List;
import java.util.Objects;

/**
 * One who has signed a bundle beside its author, as a further signature in {@code signature.json}
 * says. Whether a host asks for it is its policy's; a verdict never depends on it.
 *
 * @param commonName the certificate's one common name, unescaped; empty when it has none
 * @param issuer the issuer's distinguished name (RFC 4514), for people
 * @param keyId SHA-256 of the certificate's SubjectPublicKeyInfo, 64 lower-case hex digits
 * @param findings what speaks against this signature (problems), and what there is to know of it
 */
public record CoSigner(String commonName, String issuer, String keyId, List<Finding> findings) {
  /** Checks that nothing is null, and copies the list. */
  public CoSigner {
    Objects.requireNonNull(commonName, "commonName");
    Objects.requireNonNull(issuer, "issuer");
    Objects.requireNonNull(keyId, "keyId");
    findings = List.copyOf(findings);
  }

  /** Returns whether signature and certificate are right, and nothing speaks against them. */
  public boolean isProven() {
    return findings.stream().noneMatch(Finding::isProblem);
  }
}

package dev.signet.verdict;

import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;

/**
 * One who has signed a bundle beside its author, as a further signature in {@code signature.json}
 * says. Whether a host asks for it is its policy's; a verdict never depends on it.
 *
 * @param commonName the certificate's one common name, unescaped; empty when it has none
 * @param issuer the issuer's distinguished name (RFC 4514), for people
 * @param keyId SHA-256 of the certificate's SubjectPublicKeyInfo, 64 lower-case hex digits
 * @param notAfter end of the certificate's validity
 * @param findings what speaks against this signature (problems), and what there is to know of it
 */
public record CoSigner(
    String commonName, String issuer, String keyId, Instant notAfter, List<Finding> findings) {
  /** Checks that nothing is null, and copies the list. */
  public CoSigner {
    Objects.requireNonNull(commonName, "commonName");
    Objects.requireNonNull(issuer, "issuer");
    Objects.requireNonNull(keyId, "keyId");
    Objects.requireNonNull(notAfter, "notAfter");
    findings = List.copyOf(findings);
  }

  /** Returns whether signature and certificate are right, and nothing speaks against them. */
  public boolean isProven() {
    return findings.stream().noneMatch(Finding::isProblem);
  }

  /** Returns what speaks against it, each with its reason, unescaped; empty when it is proven. */
  public String whyNot() {
    return findings.stream()
        .filter(Finding::isProblem)
        .map(finding -> finding.reason() + ": " + finding.detail())
        .collect(Collectors.joining(" "));
  }
}

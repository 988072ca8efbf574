package dev.signet.trust.path;

import dev.signet.envelope.SignatureAlgorithm;
import dev.signet.trust.Certificates;
import dev.signet.trust.DistinguishedNames;
import dev.signet.trust.KeyRules;
import dev.signet.verdict.Finding;
import dev.signet.verdict.Signer;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Optional;

/**
 * What one path is worth.
 *
 * @param findings all that there is to say of it
 * @param proven whether it proves somebody, whatever else speaks against it
 */
record Judgement(CertificationPath path, List<Finding> findings, boolean proven) {

  boolean isClean() {
    return findings.stream().noneMatch(Finding::isProblem);
  }

  /** Who is proven, and what there is to say. */
  record Outcome(Optional<Signer> signer, List<Finding> findings) {}

  Outcome outcome(SignatureAlgorithm algorithm) {
    return new Outcome(proven ? Optional.of(signer(algorithm)) : Optional.empty(), findings);
  }

  private Signer signer(SignatureAlgorithm algorithm) {
    X509Certificate leaf = path.leaf();
    try {
      Signer signer =
          new Signer(
              CommonName.of(leaf),
              DistinguishedNames.print(leaf.getIssuerX500Principal()),
              leaf.getSerialNumber().toString(16),
              KeyRules.id(leaf.getPublicKey()),
              leaf.getNotBefore().toInstant(),
              leaf.getNotAfter().toInstant(),
              algorithm.id(),
              DistinguishedNames.print(path.anchor().certificate().getSubjectX500Principal()));
      return path.withAnchor().stream().anyMatch(Certificates::isForDevelopment)
          ? signer.ofDevelopment()
          : signer;
    } catch (CertificateParsingException e) {
      throw new IllegalStateException("a path without a readable common name proves nobody", e);
    }
  }
}

package dev.signet.trust;

import dev.signet.envelope.SignatureAlgorithm;
import dev.signet.verdict.Finding;
import dev.signet.verdict.Reason;
import dev.signet.verdict.Signer;
import java.security.Security;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * Decides whether a leaf certificate leads to a trust anchor and may sign, by the profile of the
 * anchor its own path ends at. Of several paths the shortest one without a problem counts, else the
 * shortest one that proves somebody. Safe for use by several threads.
 */
public final class ChainValidator {

  private static final List<String> PROVIDERS = List.of("SUN", "SunRsaSign", "SunEC");

  private final TrustStore trust;

  /**
   * A validator that trusts what the store holds.
   *
   * @throws IllegalStateException when this JDK lacks one of its own providers
   */
  public ChainValidator(TrustStore trust) {
    this.trust = Objects.requireNonNull(trust, "trust");
    for (String provider : PROVIDERS) {
      if (Security.getProvider(provider) == null) {
        throw new IllegalStateException(
            "the JDK's security provider "
                + provider
                + " is not installed; put it back into the"
                + " list of providers in java.security");
      }
    }
  }

  /**
   * The outcome of a validation.
   *
   * @param signer who the path proves; empty when it proves nobody. Present together with problems
   *     when the path holds and only {@code REVOKED}, {@code EXPIRED} or {@code
   *     REVOCATION_UNAVAILABLE} speak against it
   * @param findings problems and notices; at least one problem when there is no signer
   * @param nextChange the earliest instant, not before the validation's, at which time alone may
   *     change the outcome; {@link Instant#MAX} for never
   */
  public record Result(Optional<Signer> signer, List<Finding> findings, Instant nextChange) {
    /** Copies the findings. */
    public Result {
      Objects.requireNonNull(signer, "signer");
      Objects.requireNonNull(nextChange, "nextChange");
      findings = List.copyOf(findings);
    }

    /** Returns whether there is a signer and nothing speaks against it. */
    public boolean isTrusted() {
      return signer.isPresent() && findings.stream().noneMatch(Finding::isProblem);
    }
  }

  /**
   * Validates the leaf's path at an instant. Never throws for any certificate, and takes a bounded
   * time.
   *
   * @param leaf the certificate the bundle was signed with
   * @param chain certificates sent along, as hints; those beyond the first eight do not count
   * @param algorithm what the bundle was signed with; whether it fits the leaf's key shows when the
   *     signature is checked
   * @param at the one instant of the whole verification
   */
  public Result validate(
      X509Certificate leaf, List<X509Certificate> chain, SignatureAlgorithm algorithm, Instant at) {
    Judgement.Outcome outcome = outcome(leaf, chain, algorithm, at);
    return new Result(
        outcome.signer(), outcome.findings(), NextChange.from(at, trust, leaf, chain));
  }

  private Judgement.Outcome outcome(
      X509Certificate leaf, List<X509Certificate> chain, SignatureAlgorithm algorithm, Instant at) {
    if (isAnchorKey(leaf)) {
      return nobody(
          ProfileRules.invalid(
              leaf,
              "is a trust anchor's own, or has its key; authorities never" + " sign bundles"));
    }
    List<Judgement> judgements =
        PathFinder.find(leaf, chain, trust).stream()
            .map(path -> judge(path, algorithm, at))
            .toList();
    return judgements.stream()
        .filter(Judgement::isClean)
        .findFirst()
        .or(() -> judgements.stream().filter(Judgement::proven).findFirst())
        .or(() -> judgements.stream().findFirst())
        .map(judgement -> judgement.outcome(algorithm))
        .orElseGet(() -> nobody(noPath(leaf)));
  }

  private Judgement judge(CertificationPath path, SignatureAlgorithm algorithm, Instant at) {
    ProfileRules rules = ProfileRules.of(path.anchor().profile());
    List<Finding> findings = new ArrayList<>(rules.structure(path, algorithm, at));
    boolean proven = findings.stream().noneMatch(Finding::isProblem);
    findings.addAll(rules.dates(path, at));
    findings.addAll(RevocationCheck.check(trust, path, at));
    return new Judgement(path, findings, proven);
  }

  // By the encoded key: a host may configure certificates that another provider has read.
  private boolean isAnchorKey(X509Certificate leaf) {
    byte[] key = leaf.getPublicKey().getEncoded();
    return trust.anchors().stream()
        .anyMatch(anchor -> Arrays.equals(anchor.certificate().getPublicKey().getEncoded(), key));
  }

  private Finding noPath(X509Certificate leaf) {
    String issuer = DistinguishedNames.print(leaf.getIssuerX500Principal());
    boolean impostor =
        trust.anchors().stream()
            .anyMatch(anchor -> CertificateSignatures.isNamed(leaf, anchor.certificate()));
    return Finding.of(
        Reason.UNTRUSTED_CERTIFICATE,
        impostor
            ? "The certificate names the trust anchor "
                + issuer
                + " as its issuer, but that anchor's key did not sign it."
            : "The certificate was issued by "
                + issuer
                + ", and no certification path leads from it to a trust anchor of this host.");
  }

  private static Judgement.Outcome nobody(Finding finding) {
    return new Judgement.Outcome(Optional.empty(), List.of(finding));
  }

  private record Judgement(CertificationPath path, List<Finding> findings, boolean proven) {

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
        return new Signer(
            CommonName.of(leaf),
            DistinguishedNames.print(leaf.getIssuerX500Principal()),
            leaf.getSerialNumber().toString(16),
            Keys.id(leaf.getPublicKey()),
            leaf.getNotBefore().toInstant(),
            leaf.getNotAfter().toInstant(),
            algorithm.id(),
            DistinguishedNames.print(path.anchor().certificate().getSubjectX500Principal()));
      } catch (CertificateParsingException e) {
        throw new IllegalStateException("a path without a readable common name proves nobody", e);
      }
    }
  }
}

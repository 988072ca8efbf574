package dev.signet.trust.path;

import dev.signet.envelope.SignatureAlgorithm;
import dev.signet.envelope.SignatureFile;
import dev.signet.trust.AnchorRules;
import dev.signet.trust.CertificateSignatures;
import dev.signet.trust.Certificates;
import dev.signet.trust.DistinguishedNames;
import dev.signet.trust.KeyRules;
import dev.signet.trust.TrustAnchor;
import dev.signet.trust.TrustStore;
import dev.signet.verdict.Finding;
import dev.signet.verdict.Reason;
import dev.signet.verdict.Signer;
import java.security.Security;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
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
                + " is not installed; put it back into the list of providers in java.security"
                + (provider.equals("SunEC")
                    ? ", or use a runtime that has the module jdk.crypto.ec"
                    : ""));
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

  /** Returns what this validator trusts. */
  public TrustStore trust() {
    return trust;
  }

  /**
   * Validates the path of a signature file's leaf at an instant. A trusted timestamp in the file
   * keeps certificates good that have run out since; one that does not count is a notice, and
   * changes nothing else. Never throws for any certificate or timestamp, and takes a bounded time.
   *
   * <p>A store without anchors for timestamps does not look at them.
   *
   * @param at the one instant of the whole verification
   */
  public Result validate(SignatureFile file, Instant at) {
    Timestamped timestamp = TimestampCheck.check(trust, file, at);
    Judgement.Outcome outcome =
        outcome(
            file.leaf(), file.chain(), new Question(file.algorithm(), at, timestamp.provenAt()));
    List<Finding> findings = new ArrayList<>(outcome.findings());
    findings.addAll(timestamp.notices());
    List<X509Certificate> sent = new ArrayList<>(timestamp.certificates());
    sent.add(file.leaf());
    sent.addAll(file.chain());
    return new Result(
        outcome.signer(), findings, VerdictExpiry.from(at, trust, sent, timestamp.claimed()));
  }

  /**
   * Validates the leaf's path at an instant, without a timestamp. Never throws for any certificate,
   * and takes a bounded time.
   *
   * @param leaf the certificate the bundle was signed with
   * @param chain certificates sent along, as hints; those beyond the first eight do not count
   * @param algorithm what the bundle was signed with; whether it fits the leaf's key shows when the
   *     signature is checked
   * @param at the one instant of the whole verification
   */
  public Result validate(
      X509Certificate leaf, List<X509Certificate> chain, SignatureAlgorithm algorithm, Instant at) {
    Judgement.Outcome outcome = outcome(leaf, chain, new Question(algorithm, at, Optional.empty()));
    List<X509Certificate> sent = new ArrayList<>(chain);
    sent.add(leaf);
    return new Result(
        outcome.signer(), outcome.findings(), VerdictExpiry.from(at, trust, sent, List.of()));
  }

  /** What a path is judged for; the second instant is when a timestamp shows it was signed. */
  private record Question(SignatureAlgorithm algorithm, Instant at, Optional<Instant> signedAt) {}

  private Judgement.Outcome outcome(
      X509Certificate leaf, List<X509Certificate> chain, Question question) {
    if (isAnchorKey(leaf)) {
      return nobody(
          Certificates.invalid(
              leaf, "is a trust anchor's own, or has its key; authorities never sign bundles"));
    }
    List<Judgement> judgements =
        PathFinder.find(leaf, chain, trust).stream().map(path -> judge(path, question)).toList();
    return judgements.stream()
        .filter(Judgement::isClean)
        .findFirst()
        .or(() -> judgements.stream().filter(Judgement::proven).findFirst())
        .or(() -> judgements.stream().findFirst())
        .map(judgement -> judgement.outcome(question.algorithm()))
        .orElseGet(() -> unknown(leaf));
  }

  private Judgement judge(CertificationPath found, Question question) {
    Instant at = question.at();
    TrustAnchor anchor = found.anchor().judging(question.algorithm());
    CertificationPath path = new CertificationPath(found.certificates(), anchor);
    ProfileRules rules = ProfileRules.of(anchor.profile());
    List<Finding> findings = new ArrayList<>();
    // Fit for one of the profiles that it chooses among need not be fit for the other.
    AnchorRules.objection(anchor.certificate(), anchor.profile())
        .map(objection -> Certificates.invalid(anchor.certificate(), objection))
        .ifPresent(findings::add);
    trust.algorithms().check(path.anchor(), question.algorithm(), at).ifPresent(findings::add);
    findings.addAll(rules.structure(path, at));
    boolean proven = findings.stream().noneMatch(Finding::isProblem);
    findings.addAll(rules.dates(path, at, question.signedAt()));
    findings.addAll(RevocationCheck.check(trust, path, at));
    if (findings.stream().noneMatch(Finding::isProblem)) {
      findings.addAll(ExpiryWarning.of(path.withAnchor(), at));
    }
    return new Judgement(path, findings, proven);
  }

  // By the key's id: a host may configure certificates that another provider has read.
  private boolean isAnchorKey(X509Certificate leaf) {
    String key = KeyRules.id(leaf.getPublicKey());
    return trust.anchors().stream()
        .anyMatch(anchor -> KeyRules.id(anchor.certificate().getPublicKey()).equals(key));
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

  /** A key that is withdrawn is so without a path, too. */
  private Judgement.Outcome unknown(X509Certificate leaf) {
    List<Finding> findings = new ArrayList<>(List.of(noPath(leaf)));
    RevocationCheck.withdrawn(trust, leaf).ifPresent(findings::add);
    return new Judgement.Outcome(Optional.empty(), findings);
  }

  private static Judgement.Outcome nobody(Finding finding) {
    return new Judgement.Outcome(Optional.empty(), List.of(finding));
  }
}

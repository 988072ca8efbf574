package dev.signet.lock;

import dev.signet.envelope.SignatureFile;
import dev.signet.trust.Scope;
import dev.signet.trust.TrustStore;
import dev.signet.trust.path.ChainValidator;
import dev.signet.verdict.Finding;
import dev.signet.verdict.Reason;
import dev.signet.verdict.Remedy;
import dev.signet.verdict.Signer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Judges whether a list of wanted plugins was signed by somebody who may: by the same rules as
 * plugins, with a certificate for {@value Scope#LOCK}. Safe for use by several threads.
 */
public final class LockCheck {
  private static final Remedy REMEDY =
      Remedy.of(
          "Have the list signed, by 'signet lock:sign', with a certificate for 'plugins-lock' under"
              + " an authority that its hosts trust; until then they keep what they have.");

  private final ChainValidator chains;

  /** A check that trusts what the store holds. */
  public LockCheck(TrustStore trust) {
    this.chains = new ChainValidator(trust);
  }

  /**
   * What was found.
   *
   * @param signer who has signed it; empty when nobody is proven to have
   * @param findings problems, any of which speaks against it on every channel, and notices
   */
  public record Result(Optional<Signer> signer, List<Finding> findings) {
    /** Copies the findings. */
    public Result {
      findings = List.copyOf(findings);
    }

    /** Returns whether nothing speaks against it. */
    public boolean isTrusted() {
      return signer.isPresent() && findings.stream().noneMatch(Finding::isProblem);
    }
  }

  /**
   * Judges a list. Never throws for any.
   *
   * @param at the one instant of the whole check
   */
  public Result check(SignedLock lock, Instant at) {
    return lock.signature()
        .map(signature -> check(lock.lock(), signature, at))
        .orElseGet(
            () ->
                new Result(
                    Optional.empty(),
                    List.of(
                        Finding.of(
                                Reason.MISSING_SIGNATURE,
                                "The list of wanted plugins is a draft that nobody has signed.")
                            .withRemedy(REMEDY))));
  }

  private Result check(PluginsLock lock, SignatureFile signature, Instant at) {
    ChainValidator.Result path = chains.validate(signature, at);
    List<Finding> findings = new ArrayList<>(path.findings());
    path.signer()
        .flatMap(signer -> new Scope(Scope.LOCK, false).check(signer.commonName()))
        .ifPresent(findings::add);
    if (path.signer().filter(Signer::forDevelopment).isPresent()) {
      findings.add(
          Finding.of(
              Reason.DEVELOPMENT_CERTIFICATE,
              "The list is signed with a certificate that is for development only."));
    }
    if (!signature.isSignatureValid()) {
      findings.add(
          Finding.of(
              Reason.BAD_SIGNATURE,
              "The signature is not over this list: it was changed after signing, or signed with"
                  + " another key than its certificate's."));
    }
    if (chains.trust().isManifestRevoked(lock.digest())) {
      findings.add(
          Finding.of(
              Reason.REVOKED,
              "This very list was withdrawn: its digest is on the host's list of withdrawn"
                  + " releases."));
    }
    return new Result(
        signature.isSignatureValid() ? path.signer() : Optional.empty(),
        findings.stream().map(LockCheck::told).toList());
  }

  /** What can be done differs between a plugin and a list, but not about a missing list of CRLs. */
  private static Finding told(Finding finding) {
    return finding.isProblem() && finding.reason() != Reason.REVOCATION_UNAVAILABLE
        ? finding.withRemedy(REMEDY)
        : finding;
  }
}

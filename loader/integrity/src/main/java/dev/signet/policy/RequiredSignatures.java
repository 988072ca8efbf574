package dev.signet.policy;

import dev.signet.verdict.Finding;
import dev.signet.verdict.Reason;
import dev.signet.verdict.Signer;
import dev.signet.verdict.Verdict;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Which plugins may be merely unsigned, and who must have signed the others beside their authors.
 *
 * @param signers null for nobody
 */
record RequiredSignatures(
    SignatureRequirement requirement,
    Set<String> featured,
    Set<String> allowedUnsigned,
    @Nullable SignerRules signers) {
  RequiredSignatures {
    featured = Set.copyOf(featured);
    allowedUnsigned = Set.copyOf(allowedUnsigned);
  }

  /** Returns why the host puts up with a bundle that is not signed; empty when it does not. */
  Optional<String> whyTolerated(Verdict verdict) {
    return verdict.<Optional<String>>fold(
        verified -> Optional.empty(), this::whyTolerated, rejected -> Optional.empty());
  }

  private Optional<String> whyTolerated(Verdict.Unsigned verdict) {
    String id = verdict.subject().id();
    boolean allowed = allowedUnsigned.contains(id);
    if (featured.contains(id) || (signers != null && signers.wantSignature(id, allowed))) {
      return Optional.empty();
    }
    if (allowed) {
      return Optional.of("This host allows it unsigned.");
    }
    return requirement == SignatureRequirement.FEATURED
        ? Optional.of("This host requires signatures only of featured plugins.")
        : Optional.empty();
  }

  /** Adds what is to be said of who has signed: for development only, and beside the author. */
  void addTo(List<Finding> circumstances, Verdict verdict) {
    ofDevelopment(verdict).ifPresent(circumstances::add);
    if (signers != null) {
      circumstances.addAll(signers.circumstances(verdict, featured));
    }
  }

  /**
   * Returns that it is signed for development only. That goes by the channel alone: no other choice
   * of a host makes it count on stable.
   */
  static Optional<Finding> ofDevelopment(Verdict verdict) {
    Optional<Signer> signer = verdict.signer();
    return signer.isPresent() && signer.get().forDevelopment()
        ? Optional.of(
            Finding.of(
                Reason.DEVELOPMENT_CERTIFICATE,
                "It is signed under "
                    + signer.get().anchor()
                    + " for development only, which counts on no channel that enforces."))
        : Optional.empty();
  }
}

package dev.signet.sign;

import dev.signet.bundle.EntryRules;
import dev.signet.bundle.Exclusions;
import dev.signet.sign.problem.SigningObjection;
import dev.signet.sign.problem.SigningRefusedException;
import dev.signet.trust.AnchorProfile;
import dev.signet.trust.KeyRules;
import dev.signet.trust.TrustStore;
import dev.signet.trust.path.SentPath;
import dev.signet.verdict.Finding;
import dev.signet.verdict.Reason;
import dev.signet.verdict.Verdict;
import dev.signet.verify.BundleVerifier;
import dev.signet.verify.Expectation;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Asks the verifier itself about a bundle with its new signature, before anything is written: what
 * no host would take is not signed. Where nobody says which authority hosts trust, the topmost
 * certificate sent along stands for it, by the rules of the profiles that take such a bundle.
 */
final class VerifierQuestion {
  private final SentPath path;
  private final SigningRules rules;
  private final Optional<TrustStore> trust;
  private final String keyId;

  VerifierQuestion(SigningIdentity identity, SigningRules rules, Optional<TrustStore> trust) {
    this.keyId = KeyRules.id(identity.leaf().getPublicKey());
    this.path = new SentPath(identity.leaf(), identity.chain());
    this.rules = rules;
    this.trust = trust;
  }

  /** Returns what the author should know when no answer can be had about the path. */
  Optional<String> notice() {
    if (trust.isPresent()) {
      return Optional.empty();
    }
    if (rules.adding()) {
      return Optional.of(
          "Nobody has checked whether hosts take this signature, and the author's: give what hosts"
              + " trust with --trust (<trust> in Maven).");
    }
    if (path.hasIssuer()) {
      return Optional.empty();
    }
    return Optional.of(
        "Nobody has checked whether hosts take this signature: the certificate of "
            + path.missing()
            + ", which issued the signing certificate, was not given. Hosts that do not have it"
            + " themselves refuse the bundle. Give it with --chain, or what hosts trust with --trust"
            + " (<chain>, <trust> in Maven).");
  }

  /**
   * Requires that a verifier takes the bundle.
   *
   * @param named how the author names it
   * @param source what is judged
   * @throws SigningRefusedException with all that a verifier has against it
   */
  void require(Path named, Path source, byte[] signature) throws SigningRefusedException {
    List<Finding> problems = problems(source, signature);
    if (!problems.isEmpty()) {
      throw new SigningRefusedException(
          named.toString(), problems.stream().map(SigningObjection::of).toList());
    }
  }

  private List<Finding> problems(Path source, byte[] signature) {
    if (trust.isPresent()) {
      return problems(source, signature, trust.get());
    }
    if (rules.adding()) {
      // Nobody else's path leads to what stands above this certificate.
      return List.of();
    }
    List<List<Finding>> answers = new ArrayList<>();
    for (AnchorProfile profile : path.hasIssuer() ? profiles() : List.<AnchorProfile>of()) {
      Optional<Finding> unfit = path.objection(profile);
      answers.add(
          unfit.isPresent()
              ? List.of(unfit.get())
              : problems(source, signature, path.anchored(profile)));
      if (answers.get(answers.size() - 1).isEmpty()) {
        return List.of();
      }
    }
    return answers.isEmpty() ? List.of() : answers.get(0);
  }

  /** Format 1 is the original system's, whose algorithm only its own profile takes. */
  private List<AnchorProfile> profiles() {
    if (rules.format() == 1) {
      return List.of(AnchorProfile.NEXTCLOUD);
    }
    return switch (rules.entries().layout()) {
      case PLUGIN, OWNCLOUD_APP, OWNCLOUD_CORE -> List.of(AnchorProfile.STANDARD);
      case CORE, NEXTCLOUD_APP, NEXTCLOUD_CORE ->
          List.of(AnchorProfile.STANDARD, AnchorProfile.NEXTCLOUD);
    };
  }

  private List<Finding> problems(Path source, byte[] signature, TrustStore store) {
    Verdict verdict =
        new BundleVerifier(store, rules.entries().limits(), rules.clock())
            .verifyWith(signature, source, expectation());
    Stream<Finding> ofThisKey =
        verdict.cosigners().stream()
            .filter(cosigner -> cosigner.keyId().equals(keyId))
            .flatMap(cosigner -> cosigner.findings().stream());
    return Stream.concat(verdict.findings().stream(), ofThisKey)
        .filter(Finding::isProblem)
        .map(this::withWhatIsMissing)
        .toList();
  }

  private Expectation expectation() {
    EntryRules entries = rules.entries();
    return entries.layout().isCore()
        ? Expectation.core(entries.layout(), Exclusions.NONE).without(entries.leftOut())
        : new Expectation(rules.id(), entries.layout(), false).readBy(rules.form().reader());
  }

  private Finding withWhatIsMissing(Finding finding) {
    return finding.reason() == Reason.UNTRUSTED_CERTIFICATE
        ? finding.withRemedy(
            "Give the certificate of "
                + path.missing()
                + ", and what lies between it and what is trusted, as the chain; or sign with a"
                + " certificate issued under what is trusted.")
        : finding;
  }
}

package dev.signet.policy;

import dev.signet.Internal;
import dev.signet.verdict.Finding;
import dev.signet.verdict.Reason;
import dev.signet.verdict.Subject;
import dev.signet.verdict.Verdict;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What the host has decided beforehand: channel, requirement and lists. Immutable; nothing inside a
 * plugins folder, an environment variable or a system property changes it.
 */
@Internal
public final class SignaturePolicy {
  private final Weighing weighing;
  private final RequiredSignatures required;
  private final LedgerRules ledgerRules;
  private final boolean refusingLessTrusted;

  SignaturePolicy(SignaturePolicyBuilder builder, SignatureRequirement requirement) {
    this.weighing = new Weighing(builder.enforcement, builder.checkingOff);
    this.required =
        new RequiredSignatures(
            requirement, builder.featured, builder.allowedUnsigned, builder.signers);
    this.ledgerRules = new LedgerRules(builder.history, builder.versionOrder);
    this.refusingLessTrusted = builder.refusingLessTrusted;
  }

  /** Returns a builder without a requirement, for which there is no silent default. */
  public static SignaturePolicyBuilder builder() {
    return new SignaturePolicyBuilder();
  }

  /** Returns a builder of a policy that requires this. */
  public static SignaturePolicyBuilder require(SignatureRequirement requirement) {
    return new SignaturePolicyBuilder().require(requirement);
  }

  /** Returns the host's release channel. */
  public ReleaseChannel channel() {
    return enforcement().channel();
  }

  /** Returns what the host enforces. */
  public EnforcementRules enforcement() {
    return weighing.rules();
  }

  /** Returns which plugins must be signed. */
  public SignatureRequirement requirement() {
    return required.requirement();
  }

  /** Returns whether the host has switched enforcement off by its explicit setting. */
  public boolean isCheckingOff() {
    return weighing.checkingOff();
  }

  /** Returns whether a problem of this reason refuses by what the host enforces. */
  public boolean refuses(Reason reason) {
    return weighing.applied(enforcement().of(reason)) == Enforcement.ENFORCE;
  }

  /**
   * Returns SHA-256, in hex, of all that was decided; a host's own order of versions does not
   * count.
   */
  public String digest() {
    return PolicyDigest.of(weighing, required, ledgerRules, refusingLessTrusted);
  }

  /**
   * Returns whether nothing may be loaded but from sealed copies: on a channel that enforces,
   * whatever else the host chose, and where integrity is enforced; unless checking is off.
   */
  public boolean isSealedOnly() {
    return (channel().enforces() && !isCheckingOff()) || refuses(Reason.DEVELOPMENT_MODE);
  }

  /** Returns which version is the higher one. */
  public VersionOrder versionOrder() {
    return ledgerRules.order();
  }

  /** Returns what is made of releases that do not fit the past. */
  public HistoryRules history() {
    return ledgerRules.rules();
  }

  /** Returns whether somebody's word is refused when it relies on what nobody vouches for. */
  public boolean refusesLessTrustedDependencies() {
    return refusingLessTrusted;
  }

  /** Returns a builder that starts from this policy. */
  public SignaturePolicyBuilder toBuilder() {
    SignaturePolicyBuilder builder =
        require(requirement())
            .enforcement(enforcement())
            .featured(required.featured())
            .allowUnsigned(required.allowedUnsigned())
            .history(ledgerRules.rules())
            .versionOrder(ledgerRules.order());
    builder.signers = required.signers();
    builder.checkingOff = isCheckingOff();
    builder.refusingLessTrusted = refusingLessTrusted;
    return builder;
  }

  /** Returns what to do with a bundle of this verdict where nothing is remembered of its plugin. */
  public Decision decide(Verdict verdict) {
    return decide(verdict, PluginHistory.NONE);
  }

  /**
   * Returns what to do with a bundle of this verdict. What could not be read to its end, does not
   * say which plugin it is, or would run code from outside itself, is refused whatever the host
   * enforces: there is nothing to load of which the host knows the bytes.
   *
   * <p>An unsigned release of a plugin that was signed before is refused where integrity or
   * authenticity is enforced, whatever the requirement and the allow-list say, until the ledger is
   * made to forget it.
   *
   * @param history what the host's ledger remembers of the plugin
   */
  public Decision decide(Verdict verdict, PluginHistory history) {
    List<Finding> circumstances = ledgerRules.circumstances(verdict, history);
    required.addTo(circumstances, verdict);
    Decision plain = Decision.admitting(verdict, circumstances, channel());
    if (!Weighing.isLoadable(verdict)) {
      return plain.acting(Decision.Action.REFUSE, "It cannot be loaded on any channel.");
    }
    if (circumstances.isEmpty() && verdict.findings().isEmpty()) {
      return plain;
    }
    Optional<String> tolerated = required.whyTolerated(verdict);
    List<Finding> problems =
        Stream.concat(
                circumstances.stream(),
                tolerated.isPresent() ? Stream.empty() : verdict.findings().stream())
            .filter(Finding::isProblem)
            .toList();
    return problems.isEmpty()
        ? plain.acting(Decision.Action.WARN, tolerated.orElse(""))
        : weighing.objection(plain, problems);
  }

  /**
   * Returns a decision when one more problem comes up that lies outside the bundle's bytes: where
   * it is enforced it refuses, else it is reported.
   */
  public Decision weigh(Decision decision, Finding problem) {
    Decision more = decision.adding(problem);
    return decision.isAdmitted() ? weighing.objection(more, List.of(problem)) : more;
  }

  /**
   * Returns whether a decision by this policy is a refusal on the channel {@code stable} with
   * checking on. For plugins; nothing refuses the host's own folder.
   */
  public boolean refusesOnStable(Decision decision) {
    return !decision.isAdmitted()
        || decision.circumstances().stream().anyMatch(Finding::isProblem)
        || !(decision.verdict().isVerified()
            || required.whyTolerated(decision.verdict()).isPresent());
  }

  /**
   * Returns what to make of the host's own folder: a problem warns on every channel, and never
   * stops the host, which runs already.
   */
  public Decision decideCore(Verdict verdict) {
    List<Finding> circumstances = RequiredSignatures.ofDevelopment(verdict).stream().toList();
    Decision plain = Decision.admitting(verdict, circumstances, channel());
    List<Finding> problems = plain.findings().stream().filter(Finding::isProblem).toList();
    return plain.findings().isEmpty()
        ? plain
        : weighing.warning(plain, problems, "The host goes on all the same.");
  }

  /**
   * Returns a refusal for a reason that lies outside the bundle's bytes, such as a refused
   * dependency. It holds on every channel, and the verdict stays what it is.
   */
  public Decision refuse(Verdict verdict, Finding circumstance) {
    return Decision.admitting(verdict, List.of(circumstance), channel())
        .acting(Decision.Action.REFUSE, "");
  }

  /** Returns a refusal of something that was not looked into, for this reason. */
  public Decision refuseUnseen(Finding problem) {
    Verdict verdict = Verdict.of(Subject.UNKNOWN, List.of(problem), Optional.empty());
    return Decision.admitting(verdict, List.of(), channel()).acting(Decision.Action.REFUSE, "");
  }
}

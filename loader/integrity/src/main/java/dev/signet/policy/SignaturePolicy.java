package dev.signet.policy;

import dev.signet.Internal;
import dev.signet.verdict.Finding;
import dev.signet.verdict.Subject;
import dev.signet.verdict.Verdict;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * What the host has decided beforehand: channel, requirement and lists. Immutable; nothing inside a
 * plugins folder, an environment variable or a system property changes it.
 */
@Internal
public final class SignaturePolicy {
  private final ReleaseChannel channel;
  private final UnsignedRule unsignedRule;
  private final LedgerRules ledgerRules;
  private final boolean checkingOff;
  private final boolean refusingLessTrusted;

  SignaturePolicy(SignaturePolicyBuilder builder, SignatureRequirement requirement) {
    this.channel = builder.channel;
    this.unsignedRule = new UnsignedRule(requirement, builder.featured, builder.allowedUnsigned);
    this.ledgerRules = new LedgerRules(builder.history, builder.versionOrder);
    this.checkingOff = builder.checkingOff;
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
    return channel;
  }

  /** Returns which plugins must be signed. */
  public SignatureRequirement requirement() {
    return unsignedRule.requirement();
  }

  /** Returns whether the host has switched enforcement off by its explicit setting. */
  public boolean isCheckingOff() {
    return checkingOff;
  }

  /** Returns whether problems refuse: on a channel that enforces, unless checking is off. */
  public boolean isEnforcing() {
    return channel.enforces() && !checkingOff;
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
            .channel(channel)
            .featured(unsignedRule.featured())
            .allowUnsigned(unsignedRule.allowedUnsigned())
            .history(ledgerRules.rules())
            .versionOrder(ledgerRules.order());
    builder.checkingOff = checkingOff;
    builder.refusingLessTrusted = refusingLessTrusted;
    return builder;
  }

  /** Returns what to do with a bundle of this verdict where nothing is remembered of its plugin. */
  public Decision decide(Verdict verdict) {
    return decide(verdict, PluginHistory.NONE);
  }

  /**
   * Returns what to do with a bundle of this verdict. A bundle that could not be read to its end,
   * or does not say which plugin it is, is refused on every channel: there is nothing to load.
   *
   * <p>An unsigned release of a plugin that was signed before is refused on a channel that enforces
   * whatever the requirement and the allow-list say, until the ledger is made to forget it.
   *
   * @param history what the host's ledger remembers of the plugin
   */
  public Decision decide(Verdict verdict, PluginHistory history) {
    List<Finding> circumstances = ledgerRules.circumstances(verdict, history);
    Decision plain = Decision.admitting(verdict, circumstances, channel);
    Subject subject = verdict.subject();
    if (subject.contentDigest().isEmpty() || subject.id().isEmpty()) {
      return plain.acting(Decision.Action.REFUSE, "It cannot be loaded on any channel.");
    }
    for (Finding circumstance : circumstances) {
      if (circumstance.isProblem()) {
        return objection(plain);
      }
    }
    if (verdict.isVerified()) {
      return plain.findings().isEmpty() ? plain : plain.acting(Decision.Action.WARN, "");
    }
    Optional<String> tolerated =
        verdict.<Optional<String>>fold(
            verified -> Optional.empty(), unsignedRule::whyTolerated, rejected -> Optional.empty());
    return tolerated
        .map(why -> plain.acting(Decision.Action.WARN, why))
        .orElseGet(() -> objection(plain));
  }

  /**
   * Returns a decision when one more problem comes up that lies outside the bundle's bytes: on a
   * channel that enforces it refuses, on others it is reported.
   */
  public Decision weigh(Decision decision, Finding problem) {
    Decision more = decision.adding(problem);
    return decision.isAdmitted() ? objection(more) : more;
  }

  /**
   * Returns whether a decision by this policy is a refusal on the channel {@code stable} with
   * checking on. For plugins; nothing refuses the host's own folder.
   */
  public boolean refusesOnStable(Decision decision) {
    return !decision.isAdmitted()
        || decision.circumstances().stream().anyMatch(Finding::isProblem)
        || decision
            .verdict()
            .fold(
                verified -> false,
                unsigned -> unsignedRule.whyTolerated(unsigned).isEmpty(),
                rejected -> true);
  }

  /**
   * Returns what to make of the host's own folder: a problem warns on every channel, and never
   * stops the host, which runs already.
   */
  public Decision decideCore(Verdict verdict) {
    Decision plain = Decision.admitting(verdict, List.of(), channel);
    return plain.findings().isEmpty()
        ? plain
        : plain.acting(Decision.Action.WARN, "The host goes on all the same.");
  }

  /**
   * Returns a refusal for a reason that lies outside the bundle's bytes, such as a refused
   * dependency. It holds on every channel, and the verdict stays what it is.
   */
  public Decision refuse(Verdict verdict, Finding circumstance) {
    return Decision.admitting(verdict, List.of(circumstance), channel)
        .acting(Decision.Action.REFUSE, "");
  }

  /** Returns a refusal of something that was not looked into, for this reason. */
  public Decision refuseUnseen(Finding problem) {
    Verdict verdict = Verdict.of(Subject.UNKNOWN, List.of(problem), Optional.empty());
    return Decision.admitting(verdict, List.of(), channel).acting(Decision.Action.REFUSE, "");
  }

  /** Returns the decision when something speaks against the bundle. */
  private Decision objection(Decision decision) {
    if (checkingOff) {
      return decision.acting(Decision.Action.WARN, "Checking is switched off by this host.");
    }
    return channel.enforces()
        ? decision.acting(Decision.Action.REFUSE, "")
        : decision.acting(
            Decision.Action.WARN,
            String.format(
                Locale.ROOT,
                "Channel '%s' does not enforce: this would have been refused on stable.",
                channel.name()));
  }
}

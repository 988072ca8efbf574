package dev.signet.policy;

import dev.signet.Internal;
import dev.signet.verdict.Dimension;
import java.util.LinkedHashSet;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Collects a {@link SignaturePolicy}: what must be signed has no silent default. */
@Internal
public final class SignaturePolicyBuilder {
  private @Nullable SignatureRequirement requirement;
  EnforcementRules enforcement = EnforcementRules.of(ReleaseChannel.STABLE);
  final Set<String> featured = new LinkedHashSet<>();
  final Set<String> allowedUnsigned = new LinkedHashSet<>();
  HistoryRules history = HistoryRules.WARN;
  @Nullable SignerRules signers;
  VersionOrder versionOrder = VersionOrder.semantic();
  boolean checkingOff;
  boolean refusingLessTrusted;

  SignaturePolicyBuilder() {}

  /** Sets which plugins must be signed. Required. */
  public SignaturePolicyBuilder require(SignatureRequirement newRequirement) {
    this.requirement = Objects.requireNonNull(newRequirement, "requirement");
    return this;
  }

  /**
   * Sets the release channel, short for what is enforced; {@link ReleaseChannel#STABLE} when not
   * called.
   */
  public SignaturePolicyBuilder channel(ReleaseChannel newChannel) {
    this.enforcement = enforcement.on(newChannel);
    return this;
  }

  /** Sets what is made of problems in one dimension; what the channel says when not called. */
  public SignaturePolicyBuilder enforcement(Dimension dimension, Enforcement rule) {
    this.enforcement = enforcement.with(dimension, rule);
    return this;
  }

  /** Sets the channel, and what is enforced beside it. */
  public SignaturePolicyBuilder enforcement(EnforcementRules rules) {
    this.enforcement = Objects.requireNonNull(rules, "rules");
    return this;
  }

  /** Adds ids that must be signed whatever the requirement and the allow-list say. */
  public SignaturePolicyBuilder featured(Set<String> ids) {
    featured.addAll(ids);
    return this;
  }

  /** Adds ids that may be unsigned; a modified or wrongly signed one is refused all the same. */
  public SignaturePolicyBuilder allowUnsigned(Set<String> ids) {
    allowedUnsigned.addAll(ids);
    return this;
  }

  /**
   * Switches enforcement off: everything is still verified and reported, and every explanation says
   * that checking is off.
   */
  public SignaturePolicyBuilder checkingOff() {
    this.checkingOff = true;
    return this;
  }

  /** Sets what is made of releases that do not fit the past; reported when not called. */
  public SignaturePolicyBuilder history(HistoryRules rules) {
    this.history = Objects.requireNonNull(rules, "rules");
    return this;
  }

  /** Adds a rule on who must have signed every plugin. */
  public SignaturePolicyBuilder signers(SignerRule rule) {
    signers = signers().with(rule);
    return this;
  }

  /** Adds a rule on who must have signed featured plugins. */
  public SignaturePolicyBuilder featuredSigners(SignerRule rule) {
    signers = signers().withFeatured(rule);
    return this;
  }

  /** Adds a rule on who must have signed one plugin, which then must be signed. */
  public SignaturePolicyBuilder signers(String id, SignerRule rule) {
    signers = signers().with(id, rule);
    return this;
  }

  private SignerRules signers() {
    return signers == null ? SignerRules.NONE : signers;
  }

  /** Sets what is done with a lower version; {@link HistoryRule#WARN} when not called. */
  public SignaturePolicyBuilder downgrades(HistoryRule rule) {
    return history(history.withDowngrades(rule));
  }

  /** Sets what is done with a new key; {@link HistoryRule#WARN} when not called. */
  public SignaturePolicyBuilder newKeys(HistoryRule rule) {
    return history(history.withNewKeys(rule));
  }

  /** Sets what is done with a changed release; {@link HistoryRule#WARN} when not called. */
  public SignaturePolicyBuilder changedReleases(HistoryRule rule) {
    return history(history.withChangedReleases(rule));
  }

  /** Sets which version is higher; {@link VersionOrder#semantic} when not called. */
  public SignaturePolicyBuilder versionOrder(VersionOrder order) {
    this.versionOrder = Objects.requireNonNull(order, "order");
    return this;
  }

  /**
   * Refuses a verified plugin that needs one nobody vouches for; when not called, it is admitted
   * and reported.
   */
  public SignaturePolicyBuilder refuseLessTrustedDependencies() {
    this.refusingLessTrusted = true;
    return this;
  }

  /**
   * Returns the policy.
   *
   * @throws IllegalStateException when nothing was required, or what is enforced is too little for
   *     its channel
   */
  public SignaturePolicy build() {
    if (requirement == null) {
      throw new IllegalStateException(
          "The host must choose: call require(...) on the builder, there is no default");
    }
    Optional<String> objection = enforcement.objection();
    if (objection.isPresent() && !checkingOff) {
      throw new IllegalStateException("enforcement: " + objection.get());
    }
    return new SignaturePolicy(this, requirement);
  }
}

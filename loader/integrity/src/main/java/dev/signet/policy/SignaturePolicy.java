package dev.signet.policy;

import dev.signet.verdict.Finding;
import dev.signet.verdict.Subject;
import dev.signet.verdict.Verdict;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * What the host has decided beforehand: channel, requirement and lists. Immutable; nothing inside a
 * plugins folder, an environment variable or a system property changes it.
 */
public final class SignaturePolicy {
  private final ReleaseChannel channel;
  private final SignatureRequirement requirement;
  private final Set<String> featured;
  private final Set<String> allowedUnsigned;
  private final boolean checkingOff;

  private SignaturePolicy(Builder builder) {
    this.channel = builder.channel;
    this.requirement = builder.requirement;
    this.featured = Set.copyOf(builder.featured);
    this.allowedUnsigned = Set.copyOf(builder.allowedUnsigned);
    this.checkingOff = builder.checkingOff;
  }

  /** Starts a policy; there is no silent default for what must be signed. */
  public static Builder require(SignatureRequirement requirement) {
    return new Builder(requirement);
  }

  /** Returns the host's release channel. */
  public ReleaseChannel channel() {
    return channel;
  }

  /** Returns which plugins must be signed. */
  public SignatureRequirement requirement() {
    return requirement;
  }

  /** Returns whether the host has switched enforcement off by its explicit setting. */
  public boolean isCheckingOff() {
    return checkingOff;
  }

  /**
   * Returns what to do with a bundle of this verdict. A bundle that could not be read to its end,
   * or does not say which plugin it is, is refused on every channel: there is nothing to load.
   */
  public Decision decide(Verdict verdict) {
    Subject subject = verdict.subject();
    if (subject.contentDigest().isEmpty() || subject.id().isEmpty()) {
      return decision(Decision.Action.REFUSE, verdict, "It cannot be loaded on any channel.");
    }
    if (verdict.isVerified()) {
      Decision.Action action =
          verdict.findings().isEmpty() ? Decision.Action.ADMIT : Decision.Action.WARN;
      return decision(action, verdict, "");
    }
    Optional<String> tolerated =
        verdict.<Optional<String>>fold(
            verified -> Optional.empty(), this::whyTolerated, rejected -> Optional.empty());
    if (tolerated.isPresent()) {
      return decision(Decision.Action.WARN, verdict, tolerated.get());
    }
    if (checkingOff) {
      return decision(Decision.Action.WARN, verdict, "Checking is switched off by this host.");
    }
    if (!channel.enforces()) {
      return decision(
          Decision.Action.WARN,
          verdict,
          String.format(
              Locale.ROOT,
              "Channel '%s' does not enforce: this would have been refused on stable.",
              channel.name()));
    }
    return decision(Decision.Action.REFUSE, verdict, "");
  }

  /**
   * Returns what to make of the host's own folder: a problem warns on every channel, and never
   * stops the host, which runs already.
   */
  public Decision decideCore(Verdict verdict) {
    if (verdict.isVerified() && verdict.findings().isEmpty()) {
      return decision(Decision.Action.ADMIT, verdict, "");
    }
    return decision(Decision.Action.WARN, verdict, "The host goes on all the same.");
  }

  /**
   * Returns a refusal for a reason that lies outside the bundle's bytes, such as a refused
   * dependency. It holds on every channel, and the verdict stays what it is.
   */
  public Decision refuse(Verdict verdict, Finding circumstance) {
    return new Decision(
        Decision.Action.REFUSE,
        verdict,
        List.of(circumstance),
        channel,
        Explanation.of(verdict) + " " + circumstance.detail());
  }

  /** Returns a refusal of something that was not looked into, for this reason. */
  public Decision refuseUnseen(Finding problem) {
    return decision(
        Decision.Action.REFUSE,
        Verdict.of(Subject.UNKNOWN, List.of(problem), Optional.empty()),
        "");
  }

  /** Returns why this host puts up with a plugin that is merely unsigned, if it does. */
  private Optional<String> whyTolerated(Verdict.Unsigned verdict) {
    String id = verdict.subject().id();
    if (featured.contains(id)) {
      return Optional.empty();
    }
    if (allowedUnsigned.contains(id)) {
      return Optional.of("This host allows it unsigned.");
    }
    return requirement == SignatureRequirement.FEATURED
        ? Optional.of("This host requires signatures only of featured plugins.")
        : Optional.empty();
  }

  private Decision decision(Decision.Action action, Verdict verdict, String why) {
    String headline = Explanation.of(verdict);
    return new Decision(
        action, verdict, List.of(), channel, why.isEmpty() ? headline : headline + " " + why);
  }

  /** Collects a policy. */
  public static final class Builder {
    private final SignatureRequirement requirement;
    private ReleaseChannel channel = ReleaseChannel.STABLE;
    private final Set<String> featured = new LinkedHashSet<>();
    private final Set<String> allowedUnsigned = new LinkedHashSet<>();
    private boolean checkingOff;

    private Builder(SignatureRequirement requirement) {
      this.requirement = Objects.requireNonNull(requirement, "requirement");
    }

    /** Sets the release channel; {@link ReleaseChannel#STABLE} when not called. */
    public Builder channel(ReleaseChannel newChannel) {
      this.channel = Objects.requireNonNull(newChannel, "channel");
      return this;
    }

    /** Adds ids that must be signed whatever the requirement and the allow-list say. */
    public Builder featured(Set<String> ids) {
      featured.addAll(ids);
      return this;
    }

    /** Adds ids that may be unsigned; a modified or wrongly signed one is refused all the same. */
    public Builder allowUnsigned(Set<String> ids) {
      allowedUnsigned.addAll(ids);
      return this;
    }

    /**
     * Switches enforcement off: everything is still verified and reported, and every explanation
     * says that checking is off.
     */
    public Builder checkingOff() {
      this.checkingOff = true;
      return this;
    }

    /** Returns the policy. */
    public SignaturePolicy build() {
      return new SignaturePolicy(this);
    }
  }
}

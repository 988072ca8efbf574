package dev.signet.report;

import dev.signet.policy.EnforcementRules;
import dev.signet.policy.ReleaseChannel;
import dev.signet.policy.SignatureRequirement;
import dev.signet.trust.TrustStatus;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * All there is to show of a host at a moment: what the host has decided, the state of each target,
 * and how up to date its trust is. Holds values only.
 *
 * @param at when it was made
 * @param host what the host has decided beforehand
 * @param states the host's own folder first, then the plugins by name
 * @param trust where trust comes from, and how that went; without sources for trust that never
 *     changes
 * @param lists how up to date the revocation lists are now
 * @param expiries what its plugins rely on and runs out from now on, the soonest first; of very
 *     many, the first 100
 * @param lastRescan when all was last read again, to its end; empty for never
 * @param problem what happened to results that were kept from before, for an admin, unescaped;
 *     empty when they are in order
 */
public record IntegrityReport(
    Instant at,
    Host host,
    List<IntegrityState> states,
    TrustStatus trust,
    RevocationFreshness lists,
    List<Expiry> expiries,
    Optional<Instant> lastRescan,
    Optional<String> problem) {

  /** Copies the lists. */
  public IntegrityReport {
    Objects.requireNonNull(at, "at");
    Objects.requireNonNull(host, "host");
    states = List.copyOf(states);
    Objects.requireNonNull(trust, "trust");
    Objects.requireNonNull(lists, "lists");
    expiries = List.copyOf(expiries);
    Objects.requireNonNull(lastRescan, "lastRescan");
    Objects.requireNonNull(problem, "problem");
  }

  /**
   * What a host has decided beforehand.
   *
   * @param enforcement its release channel, and what it enforces beside that
   * @param requirement which plugins must be signed
   * @param checkingOff whether it has switched checking off
   * @param engineVersion which version of Signet it runs
   * @param trustFingerprint a digest of all that it trusts: two hosts of one and the same JDK that
   *     trust the same have the same one
   * @param policyDigest a digest of its channel, requirement and lists; the same when these are
   */
  public record Host(
      EnforcementRules enforcement,
      SignatureRequirement requirement,
      boolean checkingOff,
      String engineVersion,
      String trustFingerprint,
      String policyDigest) {
    /** Checks that nothing is null. */
    public Host {
      Objects.requireNonNull(enforcement, "enforcement");
      Objects.requireNonNull(requirement, "requirement");
      Objects.requireNonNull(engineVersion, "engineVersion");
      Objects.requireNonNull(trustFingerprint, "trustFingerprint");
      Objects.requireNonNull(policyDigest, "policyDigest");
    }

    /** Returns its release channel. */
    public ReleaseChannel channel() {
      return enforcement.channel();
    }
  }

  /** Returns what runs out next; empty when nothing does. */
  public Optional<Expiry> nextExpiry() {
    return expiries.stream().findFirst();
  }

  /** Returns the states that somebody should look at. */
  public List<IntegrityState> needingAttention() {
    return states.stream().filter(IntegrityState::needsAttention).toList();
  }

  /** Returns the states of what was never scanned. */
  public List<IntegrityState> neverScanned() {
    return states.stream().filter(IntegrityState::isNeverScanned).toList();
  }

  /** Returns the state of the target that has this {@link ScanTarget#key}. */
  public Optional<IntegrityState> find(String key) {
    return states.stream().filter(state -> state.target().key().equals(key)).findFirst();
  }
}

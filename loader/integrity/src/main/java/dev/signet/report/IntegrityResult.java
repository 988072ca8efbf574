package dev.signet.report;

import dev.signet.policy.Decision;
import dev.signet.trust.Scope;
import dev.signet.verdict.CoSigner;
import dev.signet.verdict.Finding;
import dev.signet.verdict.Reason;
import dev.signet.verdict.Signer;
import dev.signet.verdict.Verdict;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What the latest scan of one target found: facts to be kept and shown, never a permission.
 *
 * @param target what was scanned
 * @param occasion why
 * @param scannedAt when
 * @param decision verdict, findings, circumstances and what the host's rules make of them
 * @param refusedOnStable whether the channel {@code stable} with checking on refuses it
 * @param checkingOff whether the host had switched checking off
 * @param lists how up to date the revocation lists were
 * @param engineVersion which version of Signet judged, see {@link EngineVersion}
 * @param omittedFindings how many findings were left out when the result was stored; each reason is
 *     still there at least once
 */
public record IntegrityResult(
    ScanTarget target,
    ScanTrigger occasion,
    Instant scannedAt,
    Decision decision,
    boolean refusedOnStable,
    boolean checkingOff,
    RevocationFreshness lists,
    String engineVersion,
    int omittedFindings) {

  /** Checks that nothing is null. */
  public IntegrityResult {
    Objects.requireNonNull(target, "target");
    Objects.requireNonNull(occasion, "occasion");
    Objects.requireNonNull(scannedAt, "scannedAt");
    Objects.requireNonNull(decision, "decision");
    Objects.requireNonNull(lists, "lists");
    Objects.requireNonNull(engineVersion, "engineVersion");
  }

  /** Returns a builder of a result of this engine, scanned at the epoch unless set otherwise. */
  public static Builder of(ScanTarget target, Decision decision) {
    return new Builder(target, decision);
  }

  /**
   * Returns the plugin's id as its descriptors name it, unescaped; empty when they could not be
   * read; {@code core} for the host's own folder.
   */
  public String id() {
    return target.isCore() ? Scope.CORE : verdict().subject().id();
  }

  /** Returns the version its descriptor names, unescaped; empty for none. */
  public String version() {
    return verdict().subject().version();
  }

  /** Returns what it is. */
  public Verdict verdict() {
    return decision.verdict();
  }

  /** Returns the verdict in one word: verified, unsigned, modified, untrusted and so on. */
  public String word() {
    return verdict().word();
  }

  /** Returns what the host does with it. */
  public Decision.Action action() {
    return decision.action();
  }

  /** Returns who signed it, as far as that is proven: common name, end of validity and so on. */
  public Optional<Signer> signer() {
    return verdict().signer();
  }

  /** Returns who has signed it beside that one, as far as that is proven. */
  public List<CoSigner> cosigners() {
    return verdict().cosigners().stream().filter(CoSigner::isProven).toList();
  }

  /** Returns the circumstances, then what was found in the bundle. */
  public List<Finding> findings() {
    return decision.findings();
  }

  /** Returns the codes that count: the problems', or the notices' when there are no problems. */
  public List<Reason> reasons() {
    return decision.reasons();
  }

  /** Returns whether there is anything that somebody should look at. */
  public boolean needsAttention() {
    return decision.action() != Decision.Action.ADMIT;
  }

  /**
   * Returns whether this tells an admin nothing new after another one of its target: same decision,
   * version and signers, and the same findings. Numbers in sentences do not count: they are times,
   * sizes and names of temporary files.
   */
  public boolean tellsTheSameAs(IntegrityResult other) {
    return action() == other.action()
        && word().equals(other.word())
        && version().equals(other.version())
        && signers().equals(other.signers())
        && FindingShare.tellTheSame(decision.circumstances(), other.decision.circumstances())
        && omittedFindings + verdict().findings().size()
            == other.omittedFindings + other.verdict().findings().size()
        && FindingShare.tellTheSame(verdict().findings(), other.verdict().findings());
  }

  private List<String> signers() {
    return Stream.concat(
            signer().map(Signer::keyId).stream(), cosigners().stream().map(CoSigner::keyId))
        .toList();
  }

  /** Collects a result. */
  public static final class Builder {
    private final ScanTarget target;
    private final Decision decision;
    private ScanTrigger occasion = ScanTrigger.LOAD;
    private Instant scannedAt = Instant.EPOCH;
    private boolean refusedOnStable;
    private boolean checkingOff;
    private RevocationFreshness lists = RevocationFreshness.NONE;
    private String engineVersion = EngineVersion.current();
    private int omittedFindings;

    private Builder(ScanTarget target, Decision decision) {
      this.target = target;
      this.decision = decision;
      this.refusedOnStable = !decision.isAdmitted();
    }

    /** Sets when it was scanned, and why; {@link ScanTrigger#LOAD} unless set. */
    public Builder scanned(Instant at, ScanTrigger why) {
      scannedAt = at;
      occasion = why;
      return this;
    }

    /** Sets whether stable refuses it; whether it was refused unless set. */
    public Builder refusedOnStable(boolean refused) {
      refusedOnStable = refused;
      return this;
    }

    /** Sets whether the host has switched checking off; no unless set. */
    public Builder checkingOff(boolean off) {
      checkingOff = off;
      return this;
    }

    /** Sets how up to date the lists are; none unless set. */
    public Builder lists(RevocationFreshness freshness) {
      lists = freshness;
      return this;
    }

    /** Sets which version judged; this one unless set. */
    public Builder engineVersion(String version) {
      engineVersion = version;
      return this;
    }

    /** Sets how many findings were left out; none unless set. */
    public Builder omittedFindings(int count) {
      omittedFindings = count;
      return this;
    }

    /** Returns the result. */
    public IntegrityResult build() {
      return new IntegrityResult(
          target,
          occasion,
          scannedAt,
          decision,
          refusedOnStable,
          checkingOff,
          lists,
          engineVersion,
          omittedFindings);
    }
  }
}

package dev.signet.pf4j;

import dev.signet.policy.Decision;
import dev.signet.policy.LedgerException;
import dev.signet.policy.SignedRelease;
import dev.signet.policy.VersionOrder;
import dev.signet.verdict.Finding;
import dev.signet.verdict.Reason;
import dev.signet.verdict.Signer;
import dev.signet.verdict.Verdict;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * Plugins in the roots that have a new key, or other files than their version had before, and wait
 * for an administrator to make sure that this is their author's doing: {@link Reason#KEY_CHANGED},
 * {@link Reason#RELEASE_CHANGED}. Safe for use by several threads.
 */
public final class Confirmations {
  private static final Set<Reason> CHANGES = EnumSet.of(Reason.KEY_CHANGED, Reason.RELEASE_CHANGED);

  private final PluginAdmission admission;

  private Confirmations(PluginAdmission admission) {
    this.admission = admission;
  }

  /** Returns those of a host. */
  public static Confirmations of(PluginAdmission admission) {
    return new Confirmations(Objects.requireNonNull(admission, "admission"));
  }

  /**
   * What waits to be confirmed.
   *
   * @param source where the bundle lies
   * @param release what would be taken for right
   * @param signer who signed it: key, certificate's serial number and issuer
   * @param changes what is new about it: one of either reason, or both
   * @param isAdmitted whether it is admitted and reported; false when it is refused until then
   */
  public record Unconfirmed(
      Path source,
      SignedRelease release,
      Signer signer,
      List<Finding> changes,
      boolean isAdmitted) {
    /** Checks that nothing is null and copies the list. */
    public Unconfirmed {
      Objects.requireNonNull(source, "source");
      Objects.requireNonNull(release, "release");
      Objects.requireNonNull(signer, "signer");
      changes = List.copyOf(changes);
    }
  }

  /** Returns whether a decision has anything in it that can be confirmed. */
  public static boolean canConfirm(Decision decision) {
    return !changes(decision).isEmpty();
  }

  /** Returns what waits by the latest decisions, by the path; an unmodifiable copy. */
  public List<Unconfirmed> waiting() {
    List<Unconfirmed> waiting = new ArrayList<>();
    admission
        .decisions()
        .forEach((source, decision) -> unconfirmed(source, decision).ifPresent(waiting::add));
    waiting.sort(Comparator.comparing(Unconfirmed::source));
    return List.copyOf(waiting);
  }

  private static Optional<Unconfirmed> unconfirmed(Path source, Decision decision) {
    List<Finding> changes = changes(decision);
    Verdict verdict = decision.verdict();
    return changes.isEmpty()
        ? Optional.empty()
        : SignedRelease.asSigned(verdict)
            .map(
                release ->
                    new Unconfirmed(
                        source,
                        release,
                        verdict.signer().orElseThrow(),
                        changes,
                        decision.isAdmitted()));
  }

  private static List<Finding> changes(Decision decision) {
    return decision.circumstances().stream()
        .filter(finding -> CHANGES.contains(finding.reason()))
        .toList();
  }

  /**
   * Takes a key and files for their author's, because an administrator has made sure of that, and
   * judges what is loaded again. What was refused until now is loaded when it is asked for next.
   *
   * @param change as {@link #waiting} returned it
   * @throws IllegalStateException when that does not wait any more, since something else lies there
   *     or somebody else has confirmed it; or when the admission is closed
   * @throws LedgerException when it could not be made to last; nothing is changed then
   */
  public void confirm(Unconfirmed change) throws LedgerException {
    boolean isWaiting =
        waiting().stream()
            .anyMatch(
                now ->
                    now.source().equals(change.source()) && now.release().equals(change.release()));
    if (!isWaiting) {
      throw new IllegalStateException(
          "This does not wait to be confirmed any more; look again at what is there.");
    }
    VersionOrder order = admission.tools().engine().policy().versionOrder();
    admission.ledger().confirm(change.release(), order);
    admission.reassess();
  }
}

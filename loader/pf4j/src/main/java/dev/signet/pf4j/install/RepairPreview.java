package dev.signet.pf4j.install;

import dev.signet.pf4j.text.Decisions;
import dev.signet.policy.Decision;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * What a repair would do; nothing was changed to find out.
 *
 * @param id the plugin; the file's name when it is unknown
 * @param version the version that would be there; empty when it is unknown
 * @param files what would change, by path; empty when nothing can be repaired
 * @param restarted ids of the other plugins that would be stopped and started again
 * @param decision what is decided about the verified bytes; empty when there are none
 * @param obstacle why it could not be carried out, as the rest of a sentence about the plugin, with
 *     control characters escaped; empty when nothing is in the way
 */
public record RepairPreview(
    String id,
    String version,
    List<RepairedFile> files,
    List<String> restarted,
    Optional<Decision> decision,
    Optional<String> obstacle) {

  /** Checks that nothing is null and copies the lists. */
  public RepairPreview {
    Objects.requireNonNull(id, "id");
    Objects.requireNonNull(version, "version");
    files = List.copyOf(files);
    restarted = List.copyOf(restarted);
    Objects.requireNonNull(decision, "decision");
    Objects.requireNonNull(obstacle, "obstacle");
  }

  /** Returns whether it would be tried. */
  public boolean isFeasible() {
    return problem().isEmpty();
  }

  /**
   * Returns why it would not be carried out and what to do, on one line, with control characters
   * escaped: what is in the way, or why the verified bytes are refused.
   */
  public Optional<String> problem() {
    return obstacle.or(
        () -> decision.filter(decided -> !decided.isAdmitted()).map(Decisions::line));
  }
}

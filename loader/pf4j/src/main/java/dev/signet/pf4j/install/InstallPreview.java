package dev.signet.pf4j.install;

import dev.signet.pf4j.workspace.InstallAction;
import dev.signet.policy.Decision;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * What would become of a bundle; nothing was changed to find out.
 *
 * @param action whether it would be new or take another release's place
 * @param decision what is decided about it; a refusal means that it would not be installed
 * @param id the plugin it is; empty when that is unknown
 * @param version its version; empty when that is unknown
 * @param installedVersion the version it would replace; empty when there is none, or it is unknown
 * @param restarted ids of the other plugins that would be stopped and started again
 * @param obstacle why it could not be carried out although the bundle is admitted, as the rest of a
 *     sentence about the plugin, with control characters escaped; empty when nothing is in the way
 */
public record InstallPreview(
    InstallAction action,
    Decision decision,
    String id,
    String version,
    Optional<String> installedVersion,
    List<String> restarted,
    Optional<String> obstacle) {

  /** Checks that nothing is null and copies the list. */
  public InstallPreview {
    Objects.requireNonNull(action, "action");
    Objects.requireNonNull(decision, "decision");
    Objects.requireNonNull(id, "id");
    Objects.requireNonNull(version, "version");
    Objects.requireNonNull(installedVersion, "installedVersion");
    restarted = List.copyOf(restarted);
    Objects.requireNonNull(obstacle, "obstacle");
  }

  /** Returns whether it would be tried: the bundle is admitted, and nothing is in the way. */
  public boolean isFeasible() {
    return decision.isAdmitted() && obstacle.isEmpty();
  }
}

package dev.signet.report;

import dev.signet.policy.Decision;
import java.util.Optional;

/**
 * Wants to know of changes: each is told once, for better or worse, and what a listener throws is
 * logged and keeps nobody else from knowing.
 */
@FunctionalInterface
public interface IntegrityListener {

  /**
   * Called when a plugin that is loaded already would be decided on differently now, on the thread
   * that the host has chosen for judging again.
   *
   * @param pluginId the plugin that is loaded
   * @param before the decision it was loaded by, or the one told last
   * @param now what would be decided now
   */
  void decisionChanged(String pluginId, Decision before, Decision now);

  /**
   * Called when the latest scan of a target found something else than the one before, also than one
   * before a restart; on the thread that scanned.
   *
   * @param before empty when it was never scanned
   * @param now its {@link IntegrityState#running} tells whether a plugin of it runs, from a sealed
   *     copy of what was there before
   */
  default void resultChanged(Optional<IntegrityResult> before, IntegrityState now) {}

  /**
   * Called when the latest scan of a target came to no result, unless the one before failed for the
   * same cause; on the thread that scanned.
   *
   * @param now its latest result, where there is one, and the failure
   */
  default void scanFailed(IntegrityState now) {}
}

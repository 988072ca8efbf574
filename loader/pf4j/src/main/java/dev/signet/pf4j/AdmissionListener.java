package dev.signet.pf4j;

import dev.signet.policy.Decision;

/**
 * Wants to know when a plugin that is loaded already would be decided on differently now, or when
 * there is more to report of its certificates and lists: that one runs out soon, above all.
 */
@FunctionalInterface
public interface AdmissionListener {

  /**
   * Called once for each change, for better or worse, on the thread that {@link
   * AdmissionOptions#reassessOn} says. What it throws is logged, and keeps nobody else from
   * knowing.
   *
   * @param pluginId the plugin that is loaded
   * @param before the decision it was loaded by, or the one told last
   * @param now what would be decided now
   */
  void decisionChanged(String pluginId, Decision before, Decision now);

  /**
   * Called while the manager is built, once for each change to a plugins root that a crash, a kill
   * or a full disk had interrupted. Does nothing unless overridden. What it throws is logged.
   */
  default void recovered(InstallRecovery recovery) {}
}

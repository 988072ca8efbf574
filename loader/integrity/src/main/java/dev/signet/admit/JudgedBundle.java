package dev.signet.admit;

import dev.signet.policy.Decision;
import java.nio.file.Path;

/** A bundle and the decision on it. Only a {@link SealedBundle} may be loaded. */
public sealed interface JudgedBundle permits SealedBundle, InspectedBundle {

  /** Returns where the bundle was found. */
  Path source();

  /** Returns what was decided. */
  Decision decision();

  /**
   * Returns the descriptor's dependencies as PF4J writes them, such as {@code "a@>=1.0, b?"}; empty
   * when there are none.
   */
  String dependencies();

  /** Returns the plugin's id. */
  default String id() {
    return decision().verdict().subject().id();
  }

  /** Returns the plugin's version. */
  default String version() {
    return decision().verdict().subject().version();
  }
}

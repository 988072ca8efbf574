package dev.signet.admit;

import dev.signet.policy.Decision;
import java.nio.file.Path;

/** Permission to load: an admitted bundle's sealed copy. Only this package makes one. */
public final class SealedBundle {
  private final Path source;
  private final Path path;
  private final Decision decision;
  private final String dependencies;

  SealedBundle(Path source, Path path, Decision decision, String dependencies) {
    this.source = source;
    this.path = path;
    this.decision = decision;
    this.dependencies = dependencies;
  }

  /** Returns where the bundle was found. */
  public Path source() {
    return source;
  }

  /** Returns the sealed copy: a folder, or a jar in a folder of its own. */
  public Path path() {
    return path;
  }

  /** Returns why it was admitted. */
  public Decision decision() {
    return decision;
  }

  /** Returns the plugin's id. */
  public String id() {
    return decision.verdict().subject().id();
  }

  /** Returns the plugin's version. */
  public String version() {
    return decision.verdict().subject().version();
  }

  /**
   * Returns the descriptor's dependencies as PF4J writes them, such as {@code "a@>=1.0, b?"}; empty
   * when there are none.
   */
  public String dependencies() {
    return dependencies;
  }
}

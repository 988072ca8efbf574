package dev.signet.admit;

import dev.signet.policy.Decision;
import java.nio.file.Path;

/** Permission to load: an admitted bundle's sealed copy. Only this package makes one. */
public final class SealedBundle implements JudgedBundle {
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

  /** Returns the same bundle, admitted for another reason. */
  SealedBundle with(Decision another) {
    return new SealedBundle(source, path, another, dependencies);
  }

  /** Returns the same bundle under another path of its sealed copy. */
  SealedBundle at(Path another) {
    return new SealedBundle(source, another, decision, dependencies);
  }

  @Override
  public Path source() {
    return source;
  }

  /** Returns the sealed copy: a folder, or a jar in a folder of its own. */
  public Path path() {
    return path;
  }

  /** Returns why it was admitted. */
  @Override
  public Decision decision() {
    return decision;
  }

  @Override
  public String dependencies() {
    return dependencies;
  }
}

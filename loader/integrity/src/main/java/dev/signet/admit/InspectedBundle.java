package dev.signet.admit;

import dev.signet.policy.Decision;
import java.nio.file.Path;
import java.util.Objects;

/** A bundle that was only looked at, whatever the decision. No permission to load it. */
public record InspectedBundle(Path source, Decision decision, String dependencies)
    implements JudgedBundle {

  /** Checks that nothing is null. */
  public InspectedBundle {
    Objects.requireNonNull(source, "source");
    Objects.requireNonNull(decision, "decision");
    Objects.requireNonNull(dependencies, "dependencies");
  }
}

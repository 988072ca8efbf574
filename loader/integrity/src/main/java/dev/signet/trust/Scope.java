package dev.signet.trust;

import dev.signet.verdict.Finding;
import java.util.Optional;

/** What a certificate must be for: one plugin id, or the host's own code. */
public record Scope(String id, boolean coreSignsApps) {

  /** The reserved name that signs the host's own code. */
  public static final String CORE = "core";

  /**
   * Returns the finding when the common name may not sign for this scope; byte for byte comparison.
   */
  public Optional<Finding> check(String commonName) {
    throw new UnsupportedOperationException();
  }
}

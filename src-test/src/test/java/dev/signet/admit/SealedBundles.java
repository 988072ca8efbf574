package dev.signet.admit;

import dev.signet.policy.Decision;
import java.nio.file.Path;
import java.util.Optional;

/** Makes permissions for tests of what becomes of them; only this package can. */
public final class SealedBundles {
  private SealedBundles() {}

  /** Returns a bundle as if it had been admitted. */
  public static Admission.Result admitted(Path source, Decision decision, String dependencies) {
    Path sealed = Path.of("/sealed").resolve(source.getFileName());
    return new Admission.Admitted(
        new SealedBundle(source, sealed, decision, dependencies, Optional.empty()));
  }
}

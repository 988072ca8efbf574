package dev.signet.pf4j.install;

import dev.signet.admit.Admission;
import dev.signet.pf4j.load.AdmittedSources;

/** A verified bundle whose sealed copy is kept while it is judged and installed. */
record HeldBundle(Admission.Result result, AdmittedSources sources) implements AutoCloseable {

  static HeldBundle of(InstallRequest request, AdmittedSources sources) {
    return new HeldBundle(sources.hold(request.bundle(), request.id(), request.consent()), sources);
  }

  /** Leaves nothing of it behind that was not installed. */
  @Override
  public void close() {
    result.admitted().ifPresent(sources::release);
  }
}

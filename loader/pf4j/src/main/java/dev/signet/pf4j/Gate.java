package dev.signet.pf4j;

import dev.signet.admit.Admission;
import dev.signet.admit.SealedStore;
import dev.signet.policy.Decision;
import dev.signet.policy.SignaturePolicy;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;
import org.pf4j.PluginRuntimeException;

/** All that this package asks of verifier, policy and store. */
interface Gate {

  Admission.Result admit(Path source);

  Decision inspect(Path source);

  Decision inspectCore(Path folder);

  SignaturePolicy policy();

  boolean holds(Path path);

  void delete(Path sealed);

  void sweep(Set<Path> inUse);

  void close();

  static Gate of(Admission admission, SealedStore store) {
    return new Gate() {
      @Override
      public Admission.Result admit(Path source) {
        return admission.admit(source, Optional.empty());
      }

      @Override
      public Decision inspect(Path source) {
        return admission.inspect(source, Optional.empty());
      }

      @Override
      public Decision inspectCore(Path folder) {
        return admission.inspectCore(folder);
      }

      @Override
      public SignaturePolicy policy() {
        return admission.policy();
      }

      @Override
      public boolean holds(Path path) {
        return store.holds(path);
      }

      @Override
      public void delete(Path sealed) {
        try {
          store.delete(sealed);
        } catch (UncheckedIOException e) {
          throw new PluginRuntimeException(e, "%s", e.getMessage());
        }
      }

      @Override
      public void sweep(Set<Path> inUse) {
        store.sweep(inUse);
      }

      @Override
      public void close() {
        store.close();
      }
    };
  }
}

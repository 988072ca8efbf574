package dev.signet.pf4j.install;

import dev.signet.admit.SealedBundle;
import dev.signet.pf4j.load.Consent;
import java.nio.file.Path;
import java.util.Optional;

/**
 * What is to be put into a root.
 *
 * @param bundle the verified bytes
 * @param consent what an administrator has agreed to
 * @param name the name it is to have in the root; empty for any
 */
record Incoming(SealedBundle bundle, Consent consent, Optional<String> name) {
  Path path() {
    return bundle.path();
  }
}

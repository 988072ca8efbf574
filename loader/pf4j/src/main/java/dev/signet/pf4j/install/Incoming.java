package dev.signet.pf4j.install;

import dev.signet.admit.SealedBundle;
import dev.signet.pf4j.load.Consent;
import java.nio.file.Path;

/**
 * What is to be put into a root.
 *
 * @param bundle the verified bytes
 * @param consent what an administrator has agreed to
 */
record Incoming(SealedBundle bundle, Consent consent) {
  Path path() {
    return bundle.path();
  }
}

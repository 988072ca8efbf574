package dev.signet.pf4j.load;

import java.nio.file.Path;

/**
 * All that is known of sources.
 *
 * @param log what was decided on each
 * @param looks what each was found to be by itself
 * @param copies the sealed copies that stand for them
 * @param running what is loaded of them
 */
record SourceKnowledge(
    LatestDecisions log, LatestInspections looks, SealedCopies copies, RunningPlugins running) {

  /** Forgets a source, and its copies. */
  void forget(Path source) {
    log.forget(source);
    copies.forget(source);
  }
}

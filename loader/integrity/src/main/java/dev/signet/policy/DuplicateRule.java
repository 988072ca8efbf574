package dev.signet.policy;

import dev.signet.Internal;
import dev.signet.verdict.Finding;
import dev.signet.verdict.Reason;
import dev.signet.verdict.Verdict;
import java.nio.file.Path;
import java.util.Locale;

/** Which of several bundles of one plugin counts. Hosts and the command share this rule. */
@Internal
public final class DuplicateRule {
  private DuplicateRule() {}

  /**
   * Returns whether a bundle is preferred to one of the same id that was found before. Somebody's
   * word outweighs a version number: else an unsigned bundle with a high one would push out the
   * signed plugin whose id it took.
   */
  public static boolean isPreferred(Verdict challenger, Verdict holder, VersionOrder versions) {
    boolean vouchedFor = challenger.isVerified();
    return vouchedFor == holder.isVerified()
        ? versions.isHigher(challenger.subject().version(), holder.subject().version())
        : vouchedFor;
  }

  /** Returns the problem of a bundle to which another one is preferred. */
  public static Finding leftOut(Verdict preferred, Path source) {
    return Finding.of(
        Reason.DUPLICATE_ID,
        String.format(
            Locale.ROOT,
            "It is there more than once; preferred is the %s %s at %s.",
            preferred.word(),
            preferred.subject().version(),
            source));
  }

  /** Returns the problem of a folder beside the archive that it was unpacked from. */
  public static Finding shadowed(Path folder, Path archive) {
    return Finding.of(
        Reason.DUPLICATE_ID,
        String.format(
            Locale.ROOT,
            "%s is left out: %s beside it is the plugin as shipped.",
            folder,
            archive.getFileName()));
  }
}

package dev.signet.pf4j.install;

import dev.signet.admit.SealedBundle;
import dev.signet.bundle.BundleKind;
import dev.signet.bundle.EntryPath;
import dev.signet.pf4j.load.AdmissionTools;
import dev.signet.pf4j.load.Engine;
import dev.signet.policy.LedgerEntry;
import dev.signet.policy.LedgerException;
import dev.signet.verdict.Finding;
import dev.signet.verdict.Reason;
import dev.signet.verdict.Subject;
import dev.signet.verdict.Verdict;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * What can speak against repairing one bundle by another: somebody must vouch for that, and it must
 * be the very release. Each answer is the rest of a sentence about the plugin.
 */
final class RepairRules {
  static final String NO_COPY =
      "this host has no verified copy of it. Name the author's release that it was, to repair it"
          + " from that.";

  private static final String DAMAGED_COPY =
      "the copy that this host sealed is not what was signed any more. Name the author's release"
          + " that it was, to repair it from that.";

  /** What says nothing about the bytes themselves. */
  private static final Set<Reason> OF_THIS_MACHINE =
      EnumSet.of(Reason.IO_ERROR, Reason.STATE_UNAVAILABLE);

  private static final Set<Reason.State> OF_THE_BYTES =
      EnumSet.of(Reason.State.MODIFIED, Reason.State.INVALID, Reason.State.UNSIGNED);

  private final Engine engine;
  private final InstalledPlugins plugins;

  RepairRules(AdmissionTools tools, InstalledPlugins plugins) {
    this.engine = tools.engine();
    this.plugins = plugins;
  }

  /**
   * Returns why nothing can be repaired by these bytes, on whatever channel. Of bytes that are what
   * was signed, the policy decides.
   */
  static Optional<String> unfit(Verdict bytes, RepairRequest request) {
    boolean asSigned =
        bytes.findings().stream()
            .filter(Finding::isProblem)
            .map(Finding::reason)
            .filter(reason -> !OF_THIS_MACHINE.contains(reason))
            .noneMatch(reason -> OF_THE_BYTES.contains(reason.state()));
    if (asSigned) {
      return Optional.empty();
    }
    if (request.release().isPresent()) {
      return sentence(
          "what it would be repaired from is %s itself. Download the author's release again.",
          bytes.word());
    }
    return Optional.of(
        bytes instanceof Verdict.Unsigned
            ? "nobody has signed it, so that nothing tells what it was."
            : DAMAGED_COPY);
  }

  /** Returns why this is not what is to be in a place, of which this is known. */
  Optional<String> obstacle(SealedBundle bundle, InstalledPlugin there, RepairRequest request) {
    Path place = request.target().path();
    if (!there.id().isEmpty() && !there.id().equals(bundle.id())) {
      return sentence("what it would be repaired from is '%s'.", bundle.id());
    }
    InstalledPlugin everywhere = plugins.find(bundle.id());
    List<Path> own = plugins.at(place, bundle.id()).paths();
    Optional<Path> other =
        everywhere.paths().stream().filter(path -> !own.contains(path)).findFirst();
    if (other.isPresent()) {
      return sentence("it is also in %s. Remove the one that is not wanted first.", other.get());
    }
    Verdict now = engine.inspect(place).verdict();
    Subject release = bundle.decision().verdict().subject();
    boolean isWhole = now.isVerified() && now.subject().filesDigest().equals(release.filesDigest());
    if (isWhole && !isOtherArchive(place, bundle.path())) {
      return Optional.of("its files are those of the release; there is nothing to repair.");
    }
    if (!isWhole && isAnotherRelease(now, release)) {
      return sentence(
          "what is there is its release %s, and this would be %s. Install the one that is wanted.",
          now.subject().version(), release.version());
    }
    return request.release().isPresent() ? notAdmitted(release, there, now) : Optional.empty();
  }

  /**
   * No signature covers every byte of an archive, such as the times of its entries. One that cannot
   * be compared counts as another: the repair then says what keeps it from being read.
   */
  private static boolean isOtherArchive(Path there, Path release) {
    try {
      return Files.isRegularFile(release, LinkOption.NOFOLLOW_LINKS)
          && Files.mismatch(there, release) >= 0;
    } catch (IOException e) {
      return true;
    }
  }

  private boolean isAnotherRelease(Verdict now, Subject release) {
    return signedVersion(now)
        .filter(version -> now.isVerified() || !version.equals(release.version()))
        .isPresent();
  }

  /** A version that the signature does not cover, or not any more, says nothing. */
  private Optional<String> signedVersion(Verdict now) {
    boolean tellsVersion =
        now.signer().isPresent()
            && now.findings().stream()
                .filter(Finding::isProblem)
                .map(Finding::path)
                .noneMatch(path -> path != null && isDescriptor(path));
    return Optional.of(now.subject().version()).filter(text -> tellsVersion && !text.isEmpty());
  }

  private boolean isDescriptor(String path) {
    return EntryPath.violation(path).isEmpty()
        && List.of(BundleKind.values()).stream()
            .anyMatch(kind -> engine.descriptorForm().isDescriptor(kind, new EntryPath(path)));
  }

  /** A download is the very release when it is made of what this host admitted as that. */
  private Optional<String> notAdmitted(Subject release, InstalledPlugin there, Verdict now) {
    Optional<LedgerEntry> entry;
    try {
      entry = engine.ledger().find(release.id());
    } catch (LedgerException e) {
      return Optional.of("what this host admitted cannot be told: " + e.getMessage());
    }
    if (entry.isEmpty()) {
      return Optional.of("this host has never admitted it. Install the release instead.");
    }
    String version =
        there
            .version()
            .or(() -> signedVersion(now).filter(entry.get().releases()::containsKey))
            .orElse(entry.get().highestVersion());
    boolean isIt =
        version.equals(release.version())
            && release.filesDigest().equals(entry.get().releases().get(version));
    return isIt
        ? Optional.empty()
        : sentence(
            "this is not its release %s as this host admitted it, but %s of other files. Update it"
                + " if that is wanted.",
            version, release.version());
  }

  private static Optional<String> sentence(String pattern, Object... words) {
    return Optional.of(String.format(Locale.ROOT, pattern, words));
  }
}

package dev.signet.pf4j.update;

import dev.signet.bundle.descriptor.VersionText;
import dev.signet.verdict.Printable;
import java.util.ArrayList;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.pf4j.PluginManager;
import org.pf4j.update.PluginInfo;
import org.pf4j.update.PluginInfo.PluginRelease;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells releases whose versions make sense from others, which are left out and logged. */
final class ReadableReleases {
  /** By the name of what hosts know. */
  private static final Logger LOG =
      LoggerFactory.getLogger("dev.signet.pf4j.update.SignedUpdateManager");

  /** PF4J's parser calls itself for each bracket: longer ones would use up the stack. */
  private static final int MOST_REQUIRES_CHARS = 1_000;

  private static final int MOST_TOLD = 100;

  private final PluginManager manager;
  private final Set<String> leftOut = ConcurrentHashMap.newKeySet();

  ReadableReleases(PluginManager manager) {
    this.manager = manager;
  }

  /** Returns a plugin with those of its releases only. */
  PluginInfo readable(PluginInfo info) {
    PluginInfo copy = new PluginInfo();
    copy.id = info.id;
    copy.name = info.name;
    copy.description = info.description;
    copy.provider = info.provider;
    copy.projectUrl = info.projectUrl;
    copy.setRepositoryId(info.getRepositoryId());
    copy.releases = new ArrayList<>();
    if (info.releases != null) {
      info.releases.stream().filter(one -> isReadable(info.id, one)).forEach(copy.releases::add);
    }
    return copy;
  }

  private boolean isReadable(String id, @Nullable PluginRelease release) {
    if (release == null || release.version == null || release.url == null) {
      return false;
    }
    if (release.requires != null && release.requires.length() > MOST_REQUIRES_CHARS) {
      return false;
    }
    try {
      manager.getVersionManager().compareVersions(release.version, release.version);
      manager.getVersionManager().checkVersionConstraint(release.version, release.requires);
      return true;
    } catch (RuntimeException unparsable) {
      // PF4J's interface names no exception, and its default throws its parser's own.
      tellLeftOut(id, release);
      return false;
    }
  }

  /** Once for each release, and not for the thousands that a list may hold. */
  private void tellLeftOut(String id, PluginRelease release) {
    if (leftOut.size() >= MOST_TOLD || !leftOut.add(id + " " + release.version)) {
      return;
    }
    String why =
        VersionText.versionProblem(release.version)
            .or(() -> Optional.ofNullable(release.requires).flatMap(VersionText::rangeProblem))
            .orElse("its version or the version of the host it needs cannot be read");
    LOG.warn(
        "Release {} of {} is left out: {}",
        Printable.of(release.version),
        Printable.of(id),
        Printable.of(why));
  }
}

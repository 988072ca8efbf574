package dev.signet.pf4j.rescan;

import dev.signet.pf4j.load.AdmissionTools;
import dev.signet.pf4j.load.BundleDiscovery;
import dev.signet.pf4j.load.DevelopmentMode;
import dev.signet.pf4j.load.LoadedPlugins;
import dev.signet.report.ScanTarget;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.pf4j.PluginManager;

/** Finds out what there is to scan; opens nothing. Safe for use by several threads. */
final class ScanTargets {
  private final PluginManager manager;
  private final BundleDiscovery discovery;
  private final DevelopmentMode development;
  private final LoadedPlugins loaded;
  private final Optional<CoreFolder> core;

  ScanTargets(AdmissionTools tools, Optional<CoreFolder> core) {
    this.manager = tools.manager();
    this.discovery = tools.discovery();
    this.development = tools.development();
    this.loaded = tools.loaded();
    this.core = core;
  }

  Optional<CoreFolder> core() {
    return core;
  }

  /** Returns the roots, the one first in which plugins are installed. */
  List<Path> roots() {
    return manager.getPluginsRoots();
  }

  /** Returns what lies in the roots. */
  BundleDiscovery.Found found() {
    return development.isOn()
        ? new BundleDiscovery.Found(
            development.found().stream().map(BundleDiscovery::normalise).toList(),
            Map.of(),
            List.of(),
            Map.of())
        : discovery.in(manager.getPluginsRoots());
  }

  /** Returns the host's own folder, what was found in the roots, and what is loaded. */
  List<ScanTarget> of(BundleDiscovery.Found found) {
    List<ScanTarget> targets = new ArrayList<>();
    core.ifPresent(folder -> targets.add(folder.target()));
    Set<Path> sources = new LinkedHashSet<>(found.bundles());
    sources.addAll(found.leftOut());
    sources.addAll(loaded.sources());
    sources.addAll(found.unlistable().keySet());
    sources.forEach(source -> targets.add(ScanTarget.plugin(source)));
    return targets;
  }

  /** Returns whether there still is something to tell about a target known from before. */
  boolean isThere(BundleDiscovery.Found found, ScanTarget target) {
    if (target.isCore()) {
      return core.filter(folder -> folder.target().equals(target)).isPresent();
    }
    return isRoot(target.path())
        ? found.unlistable().containsKey(target.path())
        : loaded.sources().contains(target.path())
            || !Files.notExists(target.path(), LinkOption.NOFOLLOW_LINKS);
  }

  private boolean isRoot(Path path) {
    return manager.getPluginsRoots().stream()
        .map(BundleDiscovery::normalise)
        .anyMatch(path::equals);
  }
}

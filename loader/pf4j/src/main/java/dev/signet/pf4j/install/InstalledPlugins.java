package dev.signet.pf4j.install;

import dev.signet.pf4j.load.AdmissionTools;
import dev.signet.pf4j.load.BundleDiscovery;
import dev.signet.pf4j.load.Engine;
import dev.signet.pf4j.workspace.InstallFiles;
import dev.signet.policy.Decision;
import dev.signet.policy.SignedRelease;
import dev.signet.verdict.Subject;
import dev.signet.verdict.Verdict;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.pf4j.PluginManager;
import org.pf4j.PluginWrapper;

/** Finds what is there of a plugin, whether it was loaded, refused, or never looked at. */
final class InstalledPlugins {
  private final PluginManager manager;
  private final BundleDiscovery discovery;
  private final Engine engine;
  private final AdmissionTools tools;

  InstalledPlugins(AdmissionTools tools) {
    this.manager = tools.manager();
    this.discovery = tools.discovery();
    this.engine = tools.engine();
    this.tools = tools;
  }

  /**
   * Looks for a plugin. Every bundle is looked at anew: what was one may have become another since
   * it was loaded, and what could not be read then, or was another, may be this one now. Of what
   * has not changed only metadata is read.
   *
   * @param id may be empty, for a bundle that does not say who it is; then nothing is found
   */
  InstalledPlugin find(String id) {
    if (id.isEmpty()) {
      return InstalledPlugin.unknown();
    }
    BundleDiscovery.Found found = discovery.in(manager.getPluginsRoots());
    Optional<Path> source = loadedFrom(id);
    List<Path> paths = new ArrayList<>();
    List<SignedRelease> signed = new ArrayList<>();
    Optional<String> version =
        Optional.ofNullable(manager.getPlugin(id))
            .map(plugin -> plugin.getDescriptor().getVersion());
    for (Path bundle : found.bundles()) {
      boolean wasIt = source.filter(bundle::equals).isPresent() || wasKnownAs(id, bundle);
      Verdict verdict = engine.inspect(bundle).verdict();
      Subject subject = verdict.subject();
      // One that was it and does not even say who it is any more is a damaged one.
      if (subject.id().equals(id) || (wasIt && subject.id().isEmpty())) {
        paths.add(bundle);
        SignedRelease.of(verdict).ifPresent(signed::add);
        version = version.or(() -> Optional.of(subject.version()));
      }
    }
    found.shadowed().entrySet().stream()
        .filter(shadow -> paths.contains(shadow.getValue()))
        .map(Map.Entry::getKey)
        .filter(folder -> List.of(id, "").contains(engine.inspect(folder).verdict().subject().id()))
        .toList()
        .forEach(paths::add);
    source.filter(path -> isLeftOver(path, found)).ifPresent(paths::add);
    return new InstalledPlugin(
        id,
        version.filter(text -> !text.isEmpty()),
        paths,
        source.filter(path -> !paths.contains(path) && InstallFiles.exists(path)),
        source.filter(path -> !InstallFiles.exists(path)),
        manager.getPlugin(id) == null ? signed : List.of());
  }

  /**
   * Looks for what lies in one place, whatever it is, and for the plugin that was loaded from
   * there.
   */
  InstalledPlugin at(Path place) {
    BundleDiscovery.Found found = discovery.in(manager.getPluginsRoots());
    Optional<PluginWrapper> loaded =
        manager.getPlugins().stream()
            .filter(plugin -> loadedFrom(plugin.getPluginId()).filter(place::equals).isPresent())
            .findFirst();
    boolean isThere = InstallFiles.exists(place);
    boolean isListed = found.bundles().contains(place) || found.leftOut().contains(place);
    boolean isBundle = isListed || (loaded.isPresent() && isLeftOver(place, found));
    return new InstalledPlugin(
        loaded.map(PluginWrapper::getPluginId).orElse(""),
        loaded.map(plugin -> plugin.getDescriptor().getVersion()),
        isBundle ? List.of(place) : List.of(),
        loaded.filter(plugin -> isThere && !isBundle).map(plugin -> place),
        loaded.filter(plugin -> !isThere).map(plugin -> place),
        List.of());
  }

  /**
   * Looks for what lies in one place, as the plugin that it is to be: with the folder that PF4J
   * once unpacked from it.
   */
  InstalledPlugin at(Path place, String id) {
    List<Path> unpacked = new ArrayList<>();
    discovery
        .in(manager.getPluginsRoots())
        .shadowed()
        .forEach(
            (folder, archive) -> {
              if (archive.equals(place)) {
                unpacked.add(folder);
              }
            });
    return at(place).of(id, unpacked);
  }

  /** Returns whether what a plugin was loaded from is there, and no longer taken for a bundle. */
  private boolean isLeftOver(Path source, BundleDiscovery.Found found) {
    return !found.bundles().contains(source)
        && InstallFiles.exists(source)
        && manager.getPluginsRoots().stream()
            .map(BundleDiscovery::normalise)
            .anyMatch(root -> root.equals(source.getParent()));
  }

  private boolean wasKnownAs(String id, Path bundle) {
    Decision known = tools.log().all().get(bundle);
    return known != null && known.verdict().subject().id().equals(id);
  }

  private Optional<Path> loadedFrom(String id) {
    return Optional.ofNullable(manager.getPlugin(id))
        .map(PluginWrapper::getPluginPath)
        .map(path -> tools.sources().sourceOf(BundleDiscovery.normalise(path)).orElse(path));
  }
}

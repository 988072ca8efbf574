package dev.signet.pf4j;

import dev.signet.policy.Decision;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.pf4j.PluginManager;
import org.pf4j.PluginWrapper;

/** Finds what is there of a plugin, whether it was loaded, refused, or never looked at. */
final class InstalledPlugins {
  private final PluginManager manager;
  private final PluginAdmission admission;
  private final BundleDiscovery discovery;
  private final Gate gate;

  InstalledPlugins(
      PluginManager manager, PluginAdmission admission, BundleDiscovery discovery, Gate gate) {
    this.manager = manager;
    this.admission = admission;
    this.discovery = discovery;
    this.gate = gate;
  }

  /**
   * Looks for a plugin. Bundles that nobody has looked at yet are verified; they may be it.
   *
   * @param id may be empty, for a bundle that does not say who it is; then nothing is found
   */
  InstalledPlugin find(String id) {
    if (id.isEmpty()) {
      return new InstalledPlugin(id, Optional.empty(), List.of(), Optional.empty());
    }
    BundleDiscovery.Found found = discovery.in(manager.getPluginsRoots());
    Map<Path, Decision> known = admission.decisions();
    Map<Path, String> versions = new LinkedHashMap<>();
    Optional<Path> source = loadedFrom(id);
    for (Path bundle : found.bundles()) {
      Decision decision = known.containsKey(bundle) ? known.get(bundle) : gate.inspect(bundle);
      if (decision.verdict().subject().id().equals(id)
          || source.filter(bundle::equals).isPresent()) {
        versions.put(bundle, decision.verdict().subject().version());
      }
    }
    Set<Path> paths = new LinkedHashSet<>(versions.keySet());
    found
        .shadowed()
        .forEach(
            (folder, archive) -> {
              if (versions.containsKey(archive)) {
                paths.add(folder);
              }
            });
    Optional<String> version =
        loadedVersion(id)
            .or(() -> versions.values().stream().filter(text -> !text.isEmpty()).findFirst());
    Optional<Path> elsewhere = source.filter(path -> !paths.contains(path));
    return new InstalledPlugin(id, version, List.copyOf(paths), elsewhere);
  }

  private Optional<Path> loadedFrom(String id) {
    return Optional.ofNullable(manager.getPlugin(id))
        .map(PluginWrapper::getPluginPath)
        .map(path -> admission.sourceOf(path).orElse(path));
  }

  private Optional<String> loadedVersion(String id) {
    return Optional.ofNullable(manager.getPlugin(id))
        .map(plugin -> plugin.getDescriptor().getVersion());
  }
}

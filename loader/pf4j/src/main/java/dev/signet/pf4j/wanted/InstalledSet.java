package dev.signet.pf4j.wanted;

import dev.signet.admit.SealedBundle;
import dev.signet.pf4j.load.AdmissionTools;
import dev.signet.pf4j.load.BundleDiscovery;
import dev.signet.verdict.Subject;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.pf4j.PluginWrapper;

/**
 * What lies in a host's roots, and what runs of it.
 *
 * @param bundles by id: what the bundles in the roots are
 * @param running by id: what the loaded ones were made of when they were verified
 * @param versions by id: of what is loaded
 * @param unknown bundles that do not say which plugin they are
 */
record InstalledSet(
    Map<String, List<Subject>> bundles,
    Map<String, String> running,
    Map<String, String> versions,
    List<Path> unknown) {

  /** Looks anew at each bundle; of what has not changed only metadata is read. */
  static InstalledSet look(AdmissionTools tools) {
    BundleDiscovery.Found found = tools.discovery().in(tools.manager().getPluginsRoots());
    Map<String, List<Subject>> bundles = new TreeMap<>();
    List<Path> unknown = new ArrayList<>(found.leftOut());
    for (Path bundle : found.bundles()) {
      Subject subject = tools.engine().inspect(bundle).verdict().subject();
      if (subject.id().isEmpty()) {
        unknown.add(bundle);
      } else {
        bundles.computeIfAbsent(subject.id(), id -> new ArrayList<>()).add(subject);
      }
    }
    Map<String, String> running = new HashMap<>();
    for (SealedBundle bundle : tools.sources().runningBundles()) {
      running.put(bundle.id(), bundle.decision().verdict().subject().filesDigest());
    }
    Map<String, String> versions = new HashMap<>();
    for (PluginWrapper plugin : tools.manager().getPlugins()) {
      versions.put(plugin.getPluginId(), plugin.getDescriptor().getVersion());
    }
    return new InstalledSet(bundles, running, versions, unknown);
  }

  boolean isThere(String id) {
    return bundles.containsKey(id) || versions.containsKey(id);
  }

  /** Returns the version that is there, of what runs before what only lies there. */
  Optional<String> version(String id) {
    return Optional.ofNullable(versions.get(id))
        .or(() -> of(id).stream().map(Subject::version).findFirst())
        .filter(version -> !version.isEmpty());
  }

  /** Returns whether exactly this lies there once, and runs. */
  boolean isExactly(String id, String digest) {
    return of(id).size() == 1
        && of(id).get(0).filesDigest().equals(digest)
        && digest.equals(running.get(id));
  }

  private List<Subject> of(String id) {
    return bundles.getOrDefault(id, List.of());
  }
}

package dev.signet.pf4j.install;

import dev.signet.policy.SignedRelease;
import dev.signet.report.ScanTarget;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What is there of a plugin.
 *
 * @param id the plugin's id; empty for a bundle that is no loaded plugin's, and meant by its place
 * @param version of what is loaded, or of a bundle in a root; empty when it is unknown
 * @param paths every bundle in the roots that says it is this plugin, and folders beside a zip of
 *     the same name, which PF4J once unpacked from it; of one meant by its place, only that
 * @param elsewhere where it was loaded from when that is not directly in a root
 * @param lost where it was loaded from when nothing is there any more
 * @param unseen the releases among the bundles that somebody vouches for, when it is not loaded, so
 *     that no ledger need know of them
 */
record InstalledPlugin(
    String id,
    Optional<String> version,
    List<Path> paths,
    Optional<Path> elsewhere,
    Optional<Path> lost,
    List<SignedRelease> unseen) {
  InstalledPlugin {
    paths = List.copyOf(paths);
    unseen = List.copyOf(unseen);
  }

  /** Returns what there is of a bundle that does not say who it is: nothing. */
  static InstalledPlugin unknown() {
    return new InstalledPlugin(
        "", Optional.empty(), List.of(), Optional.empty(), Optional.empty(), List.of());
  }

  /** Returns this as what there is of a plugin of this id, with folders that go with it. */
  InstalledPlugin of(String plugin, List<Path> more) {
    List<Path> all = new ArrayList<>(paths);
    all.addAll(more);
    return new InstalledPlugin(plugin, version, all, elsewhere, lost, unseen);
  }

  boolean isThere() {
    return !paths.isEmpty() || elsewhere.isPresent() || lost.isPresent();
  }

  /** Returns what to call it: its id, or the name of its file. */
  String name() {
    return id.isEmpty() && !paths.isEmpty() ? ScanTarget.plugin(paths.get(0)).fileName() : id;
  }

  /** Returns all that something is known of which goes with it. */
  Set<Path> sources() {
    Set<Path> sources = new HashSet<>(paths);
    lost.ifPresent(sources::add);
    return sources;
  }
}

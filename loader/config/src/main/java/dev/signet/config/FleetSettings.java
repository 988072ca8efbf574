package dev.signet.config;

import dev.signet.oci.OciSource;
import dev.signet.pf4j.VerifyingPluginManager;
import dev.signet.pf4j.wanted.BundleSource;
import dev.signet.pf4j.wanted.Convergence;
import dev.signet.pf4j.wanted.LockSource;
import java.nio.file.Path;
import java.util.Optional;

/**
 * {@code fleet}: whose list of plugins a host goes by.
 *
 * @param name the fleet's, as its lists have it
 * @param list the file
 * @param bundles the folder that relative paths in the list are below
 */
record FleetSettings(String name, Path list, Path bundles) {

  /** Reads the section, if there is any. */
  static Optional<FleetSettings> read(Section root, Optional<Path> stateDirectory) {
    Optional<Section> found = root.section("fleet");
    if (found.isEmpty()) {
      return Optional.empty();
    }
    Section section = found.get();
    Optional<String> name = section.text("name");
    Optional<Path> list = section.path("list");
    Optional<Path> bundles = section.path("bundles");
    section.require("name", name.isPresent(), "name the fleet, as its lists do");
    section.require("list", list.isPresent(), "name the file plugins.lock");
    section.require("bundles", bundles.isPresent(), "name the folder of the bundles");
    section.rejectOthers();
    if (stateDirectory.isEmpty()) {
      root.problem(
          "fleet", "needs a stateDirectory, where the host remembers the newest list; set that");
    }
    return name.isPresent() && list.isPresent() && bundles.isPresent()
        ? Optional.of(new FleetSettings(name.get(), list.get(), bundles.get()))
        : Optional.empty();
  }

  Convergence.Builder convergence(VerifyingPluginManager manager, OciSource registries) {
    return Convergence.builder(manager, name)
        .list(LockSource.file(list))
        .bundles(BundleSource.below(bundles, registries));
  }
}

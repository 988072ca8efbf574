package dev.signet.config;

import dev.signet.oci.OciReference;
import dev.signet.oci.OciSource;
import dev.signet.pf4j.PluginAdmission;
import dev.signet.pf4j.install.SignedPluginInstaller;
import dev.signet.pf4j.wanted.BundleSource;
import dev.signet.pf4j.wanted.Convergence;
import dev.signet.pf4j.wanted.ListFollower;
import dev.signet.pf4j.wanted.LockSource;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Function;

/**
 * {@code fleet}: whose list of plugins a host goes by.
 *
 * @param name the fleet's, as its lists have it
 * @param list where the list lies, of whoever asks registries
 * @param bundles the folder that relative paths in the list are below
 * @param every how often the host looks at the list
 */
record FleetSettings(
    String name, Function<OciSource, LockSource> list, Path bundles, Duration every) {

  /** Reads the section, if there is any. */
  static Optional<FleetSettings> read(Section root, Optional<Path> stateDirectory) {
    Optional<Section> found = root.section("fleet");
    if (found.isEmpty()) {
      return Optional.empty();
    }
    Section section = found.get();
    Optional<String> name = section.text("name");
    Optional<Function<OciSource, LockSource>> list = list(section);
    Optional<Path> bundles = section.path("bundles");
    Duration every = every(section);
    section.require("name", name.isPresent(), "name the fleet, as its lists do");
    section.require("list", list.isPresent(), "name the file plugins.lock, or oci: and its place");
    section.require("bundles", bundles.isPresent(), "name the folder of the bundles");
    section.rejectOthers();
    if (stateDirectory.isEmpty()) {
      root.problem(
          "fleet", "needs a stateDirectory, where the host remembers the newest list; set that");
    }
    return name.isPresent() && list.isPresent() && bundles.isPresent()
        ? Optional.of(new FleetSettings(name.get(), list.get(), bundles.get(), every))
        : Optional.empty();
  }

  private static Optional<Function<OciSource, LockSource>> list(Section section) {
    Optional<String> text = section.text("list");
    if (text.filter(OciReference::isMeant).isEmpty()) {
      return section.path("list").map(file -> registries -> LockSource.file(file));
    }
    try {
      OciReference list = OciReference.parse(text.get());
      LockSource.registry(OciSource.create(), list);
      return Optional.of(registries -> LockSource.registry(registries, list));
    } catch (IllegalArgumentException e) {
      section.problem("list", String.valueOf(e.getMessage()));
      return Optional.empty();
    }
  }

  private static Duration every(Section section) {
    try {
      return ListFollower.requireBounded(section.interval("every").orElse(ListFollower.USUAL));
    } catch (IllegalArgumentException e) {
      section.problem("every", String.valueOf(e.getMessage()));
      return ListFollower.USUAL;
    }
  }

  Convergence.Builder convergence(PluginAdmission admission, OciSource registries) {
    SignedPluginInstaller installer =
        SignedPluginInstaller.builder(admission.tools().manager(), admission).build();
    return Convergence.builder(admission, installer, name)
        .list(list.apply(registries))
        .bundles(BundleSource.below(bundles, registries));
  }

  ListFollower follow(PluginAdmission admission, OciSource registries) {
    return ListFollower.start(convergence(admission, registries).build(), every);
  }
}

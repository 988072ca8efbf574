package dev.signet.pf4j.install;

import dev.signet.admit.SafeName;
import dev.signet.admit.SealedBundle;
import dev.signet.bundle.BundleKind;
import dev.signet.pf4j.load.AdmissionTools;
import dev.signet.pf4j.load.BundleDiscovery;
import dev.signet.pf4j.workspace.InstallJournal;
import dev.signet.pf4j.workspace.InstallWorkspace;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Where a plugin is installed, and under which name. */
final class InstallPlace {
  private final List<Path> roots;
  private final BundleDiscovery discovery;

  InstallPlace(AdmissionTools tools) {
    this.roots =
        tools.manager().getPluginsRoots().stream().map(BundleDiscovery::normalise).toList();
    this.discovery = tools.discovery();
  }

  /** Returns all roots, each spelled as its bundles are. */
  List<Path> roots() {
    return roots;
  }

  /** Returns the root in which the plugin is, and the first one for a new plugin. */
  Path rootFor(InstalledPlugin installed) {
    return installed.paths().stream().findFirst().map(Path::getParent).orElse(roots.get(0));
  }

  /**
   * Returns why this cannot be done here, as the rest of a sentence about the plugin.
   *
   * @param candidate null to uninstall
   */
  Optional<String> obstacle(InstalledPlugin installed, @Nullable SealedBundle candidate) {
    if (candidate == null && !installed.isThere()) {
      return Optional.of("it is not there.");
    }
    if (installed.elsewhere().isPresent()) {
      return sentence(
          "it was loaded from %s, where no bundle of it in a plugins root is; unload it first.",
          installed.elsewhere().get());
    }
    Path root = rootFor(installed);
    Optional<Path> other =
        installed.paths().stream().filter(path -> !root.equals(path.getParent())).findFirst();
    if (other.isPresent()) {
      return Optional.of(
          String.format(
              Locale.ROOT,
              "it is in two plugins roots, as %s and as %s; delete the one that is not wanted.",
              installed.paths().get(0),
              other.get()));
    }
    Optional<Path> unwritable =
        installed.paths().stream()
            .filter(path -> !InstallJournal.isName(path.getFileName().toString()))
            .findFirst();
    if (unwritable.isPresent()) {
      return sentence("%s is a name no journal takes; rename it first.", unwritable.get());
    }
    if (candidate == null || discovery.finds(kindOf(candidate))) {
      return Optional.empty();
    }
    return sentence("it would be a %s, which this host does not look for.", kindOf(candidate));
  }

  /** Returns a name that nothing but what is replaced has, also not a zip that would shadow it. */
  static String nameFor(Path root, SealedBundle candidate, InstalledPlugin installed)
      throws IOException {
    List<Path> others = new ArrayList<>(InstallWorkspace.children(root));
    others.removeAll(installed.paths());
    boolean isJar = kindOf(candidate) == BundleKind.JAR;
    String ending = isJar ? ".jar" : "";
    String stem = SafeName.of(candidate.id());
    for (int number = 1; ; number++) {
      String name = number == 1 ? stem : stem + "-" + number;
      if (isFree(name + ending, others)
          && isFree(name + ".zip", others)
          && (isJar || !isArchive(name))) {
        return name + ending;
      }
    }
  }

  /** An archive is found whatever the case of its ending, and many a disk tells no case apart. */
  private static boolean isFree(String name, List<Path> others) {
    return others.stream().noneMatch(path -> path.getFileName().toString().equalsIgnoreCase(name));
  }

  /** A folder of such a name would be taken for one. */
  private static boolean isArchive(String name) {
    String lower = name.toLowerCase(Locale.ROOT);
    return lower.endsWith(".jar") || lower.endsWith(".zip");
  }

  /** A jar is sealed as it is; a zip is sealed, and installed, as a folder. */
  private static BundleKind kindOf(SealedBundle candidate) {
    return Files.isRegularFile(candidate.path(), LinkOption.NOFOLLOW_LINKS)
        ? BundleKind.JAR
        : BundleKind.FOLDER;
  }

  private static Optional<String> sentence(String pattern, Object word) {
    return Optional.of(String.format(Locale.ROOT, pattern, word));
  }
}

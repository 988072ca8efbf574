package dev.signet.pf4j.install;

import dev.signet.admit.SafeName;
import dev.signet.admit.SealedBundle;
import dev.signet.bundle.BundleFolder;
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
import java.util.stream.Stream;
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

  /** Returns the root in which the plugin is, or was, and the first one for a new plugin. */
  Path rootFor(InstalledPlugin installed) {
    return Stream.concat(installed.paths().stream(), installed.lost().stream())
        .map(Path::getParent)
        .filter(roots::contains)
        .findFirst()
        .orElse(roots.get(0));
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
        installed.sources().stream()
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

  /**
   * Returns the name in the place of which something is repaired, where such a bundle may have it:
   * a zip comes back as the folder that PF4J would make of it.
   */
  static Optional<String> nameOf(Path place, SealedBundle candidate) {
    String name = BundleFolder.nameOf(place);
    Optional<BundleKind> archive = BundleKind.ofArchive(name);
    if (kindOf(candidate) == BundleKind.JAR) {
      return Optional.of(name).filter(same -> archive.equals(Optional.of(BundleKind.JAR)));
    }
    String folder =
        archive.equals(Optional.of(BundleKind.ZIP))
            ? name.substring(0, name.length() - ".zip".length())
            : name;
    return Optional.of(folder).filter(free -> InstallJournal.isName(free) && !isArchive(free));
  }

  /** Returns a name that nothing but what is replaced has, also not a zip that would shadow it. */
  static String nameFor(Path root, Incoming incoming, InstalledPlugin installed)
      throws IOException {
    SealedBundle candidate = incoming.bundle();
    List<Path> others = new ArrayList<>(InstallWorkspace.children(root));
    others.removeAll(installed.paths());
    boolean isJar = kindOf(candidate) == BundleKind.JAR;
    String ending = isJar ? ".jar" : "";
    Optional<String> wanted = incoming.name().filter(name -> isFree(name, others));
    if (wanted.isPresent()) {
      return wanted.get();
    }
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

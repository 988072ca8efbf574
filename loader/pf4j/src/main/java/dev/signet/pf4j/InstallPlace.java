package dev.signet.pf4j;

import dev.signet.admit.SafeName;
import dev.signet.admit.SealedBundle;
import dev.signet.bundle.BundleKind;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Where a plugin is installed, and under which name. */
final class InstallPlace {
  private final List<Path> roots;
  private final Predicate<BundleKind> isLookedFor;

  /**
   * @param isLookedFor whether the host would find such a bundle in its roots
   */
  InstallPlace(List<Path> roots, Predicate<BundleKind> isLookedFor) {
    this.roots = roots.stream().map(BundleDiscovery::normalise).toList();
    this.isLookedFor = isLookedFor;
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
      return sentence("it is in two plugins roots; delete %s first.", other.get());
    }
    if (candidate == null || isLookedFor.test(kindOf(candidate))) {
      return Optional.empty();
    }
    return sentence("it would be a %s, which this host does not look for.", kindOf(candidate));
  }

  /** Returns a name that nothing but what is replaced has, also not a zip that would shadow it. */
  static String nameFor(Path root, SealedBundle candidate, InstalledPlugin installed) {
    String ending = kindOf(candidate) == BundleKind.JAR ? ".jar" : "";
    String stem = SafeName.of(candidate.id());
    for (int number = 1; ; number++) {
      String name = number == 1 ? stem : stem + "-" + number;
      if (isFree(root.resolve(name + ending), installed)
          && isFree(root.resolve(name + ".zip"), installed)) {
        return name + ending;
      }
    }
  }

  private static boolean isFree(Path path, InstalledPlugin installed) {
    return !InstallFiles.exists(path) || installed.paths().contains(path);
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

package dev.signet.bundle;

import dev.signet.Internal;
import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/**
 * What counts as a bundle in a folder of bundles. Hosts, the installer and the command share this
 * rule, which is PF4J's by names, so that none of them overlooks what another one loads.
 */
@Internal
public final class BundleFolder {
  /** The folder in which an installer prepares changes; it lies beside the bundles, and is none. */
  public static final String WORKSPACE = ".signet-install";

  private static final String SIGNATURE = Layout.PLUGIN.signaturePath(BundleKind.FOLDER).value();
  private static final List<String> TARBALLS =
      List.of(".tar", ".tar.gz", ".tgz", ".tar.bz2", ".tar.xz", ".tar.zst");
  private static final Set<String> LITTER = Set.of(".DS_Store", "Thumbs.db", "desktop.ini");
  private static final int MOST_LITTER = 100;

  private BundleFolder() {}

  /**
   * Returns the kind of the bundle at a path; empty when there is none. Nothing is opened: a link
   * to a folder counts as one, as it does for PF4J, and is left for the verifier to refuse.
   */
  public static Optional<BundleKind> kindOf(Path child) {
    Optional<BundleKind> archive = BundleKind.ofArchive(nameOf(child));
    if (archive.filter(BundleKind.JAR::equals).isEmpty() && Files.isDirectory(child)) {
      // A leading dot hides nothing on Windows.
      boolean none = child.endsWith(WORKSPACE) || isHidden(child);
      return none ? Optional.empty() : Optional.of(BundleKind.FOLDER);
    }
    return archive;
  }

  /**
   * Lists the bundles in a folder, sorted by path: the order must not depend on the disk. What is
   * {@link #isLitter litter} is none.
   *
   * @param leftOver is told of litter and of {@link #isTarball tarballs}, which are no bundles
   *     though somebody may have meant them to be
   * @throws IOException when it cannot be listed
   */
  public static NavigableMap<Path, BundleKind> list(Path folder, Consumer<Path> leftOver)
      throws IOException {
    NavigableMap<Path, BundleKind> bundles = new TreeMap<>();
    try (DirectoryStream<Path> children = Files.newDirectoryStream(folder)) {
      for (Path child : children) {
        Optional<BundleKind> kind = kindOf(child);
        if (kind.isEmpty()
            ? isTarball(child)
            : kind.get() == BundleKind.FOLDER && isLitter(child)) {
          leftOver.accept(child);
        } else if (kind.isPresent()) {
          bundles.put(child, kind.get());
        }
      }
    } catch (DirectoryIteratorException e) {
      throw e.getCause();
    }
    return bundles;
  }

  /**
   * Returns the folders that lie beside a zip of the same name, with that zip: PF4J unpacks the one
   * from the other, and nobody can tell what became of it since.
   *
   * @param bundles of one folder
   */
  public static Map<Path, Path> shadowed(Map<Path, BundleKind> bundles) {
    Map<Path, Path> shadowed = new LinkedHashMap<>();
    bundles.forEach(
        (path, kind) -> {
          String name = nameOf(path);
          int stem = name.length() - ".zip".length();
          Path folder = path.resolveSibling(name.substring(0, Math.max(stem, 0)));
          if (kind == BundleKind.ZIP && stem > 0 && bundles.get(folder) == BundleKind.FOLDER) {
            shadowed.put(folder, path);
          }
        });
    return shadowed;
  }

  /**
   * Returns bundles in the order in which PF4J would load them: jars before everything else, the
   * oldest first; those of one age in the order they are given.
   */
  public static List<Path> inLoadOrder(Map<Path, BundleKind> bundles) {
    Map<Path, Long> ages = new HashMap<>();
    List<Path> jars = new ArrayList<>();
    List<Path> others = new ArrayList<>();
    for (Map.Entry<Path, BundleKind> bundle : bundles.entrySet()) {
      ages.put(bundle.getKey(), modified(bundle.getKey()));
      (bundle.getValue() == BundleKind.JAR ? jars : others).add(bundle.getKey());
    }
    Comparator<Path> byAge = Comparator.comparing(ages::get);
    jars.sort(byAge);
    others.sort(byAge);
    jars.addAll(others);
    return List.copyOf(jars);
  }

  private static long modified(Path bundle) {
    try {
      return Files.getLastModifiedTime(bundle, LinkOption.NOFOLLOW_LINKS).toMillis();
    } catch (IOException e) {
      return 0;
    }
  }

  /** Returns whether a file is an archive by its name that has to be unpacked first. */
  public static boolean isTarball(Path child) {
    String name = nameOf(child).toLowerCase(Locale.ROOT);
    return TARBALLS.stream().anyMatch(name::endsWith);
  }

  /**
   * Returns whether a folder is what unpacking or a file manager left behind: there is no file in
   * it, or only such as they make by themselves ({@code __MACOSX}). Nothing could be loaded from
   * it, and nobody meant it as a plugin. What cannot be read, or holds very much, is not taken for
   * litter; links are not followed.
   */
  public static boolean isLitter(Path folder) {
    if (Files.isRegularFile(folder.resolve(SIGNATURE), LinkOption.NOFOLLOW_LINKS)) {
      // One look instead of several, at what nearly all that is loaded has.
      return false;
    }
    try {
      return Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS)
          && hasOnlyLitter(folder, new AtomicInteger(MOST_LITTER));
    } catch (IOException | DirectoryIteratorException e) {
      return false;
    }
  }

  private static boolean hasOnlyLitter(Path folder, AtomicInteger left) throws IOException {
    try (DirectoryStream<Path> children = Files.newDirectoryStream(folder)) {
      for (Path child : children) {
        if (left.decrementAndGet() < 0) {
          return false;
        }
        String name = nameOf(child);
        boolean isLitter =
            Files.isDirectory(child, LinkOption.NOFOLLOW_LINKS)
                ? hasOnlyLitter(child, left)
                : name.startsWith("._") || LITTER.contains(name);
        if (!isLitter) {
          return false;
        }
      }
    }
    return true;
  }

  public static String nameOf(Path path) {
    Path name = path.getFileName();
    return name == null ? "" : name.toString();
  }

  private static boolean isHidden(Path folder) {
    try {
      return Files.isHidden(folder);
    } catch (IOException e) {
      return false;
    }
  }
}

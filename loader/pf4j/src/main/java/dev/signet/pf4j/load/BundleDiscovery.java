package dev.signet.pf4j.load;

import dev.signet.Internal;
import dev.signet.bundle.BundleFolder;
import dev.signet.bundle.BundleKind;
import dev.signet.file.NameEncoding;
import dev.signet.file.RealPaths;
import dev.signet.library.LogEvent;
import dev.signet.policy.Decision;
import dev.signet.policy.DuplicateRule;
import dev.signet.policy.SignaturePolicy;
import dev.signet.report.ScanTarget;
import dev.signet.verdict.Finding;
import dev.signet.verdict.Printable;
import dev.signet.verdict.Reason;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/**
 * Finds what PF4J would take for a plugin in the roots, by the same names and in the same order:
 * jars before everything else, the oldest first. Nothing is opened, unpacked or followed.
 */
@Internal
public final class BundleDiscovery {
  private static final Logger LOG = LoggerFactory.getLogger(BundleDiscovery.class);

  private static final int MOST_TOLD = 1_000;

  private final Set<BundleKind> kinds;

  /** Roots that could not be listed: said once, not at each look. */
  private final Set<Path> unlistable = ConcurrentHashMap.newKeySet();

  /** What is no plugin though somebody may have meant it to be: said once. */
  private final Set<Path> leftOver = ConcurrentHashMap.newKeySet();

  public BundleDiscovery(Set<BundleKind> kinds) {
    this.kinds = kinds;
  }

  /**
   * What is in the roots.
   *
   * @param bundles absolute paths, in the order in which PF4J would load them
   * @param shadowed folders that lie beside an archive of the same name, with that archive: PF4J
   *     unpacked the one from the other, and nobody can tell what became of it since
   * @param untold what has a name that {@link NameEncoding cannot be decoded}
   * @param unlistable roots of which nobody can tell what is in them, with the cause
   */
  public record Found(
      List<Path> bundles,
      Map<Path, Path> shadowed,
      List<Path> untold,
      Map<Path, String> unlistable) {
    public Found {
      unlistable = Map.copyOf(unlistable);
      bundles = List.copyOf(bundles);
      shadowed = Map.copyOf(shadowed);
      untold = List.copyOf(untold);
    }

    /** Returns what is not loaded whatever is in it, and reported. */
    public Set<Path> leftOut() {
      Set<Path> leftOut = new LinkedHashSet<>(shadowed.keySet());
      leftOut.addAll(untold);
      return leftOut;
    }

    /** Returns the refusals of what is {@link #leftOut left out}. */
    public Map<Path, Decision> refusals(SignaturePolicy policy) {
      Map<Path, Decision> refusals = new LinkedHashMap<>();
      for (Map.Entry<Path, Path> pair : shadowed.entrySet()) {
        Finding problem = DuplicateRule.shadowed(pair.getKey(), pair.getValue());
        refusals.put(pair.getKey(), policy.refuseUnseen(problem));
      }
      for (Path path : untold) {
        String name = ScanTarget.plugin(path).fileName();
        String detail = NameEncoding.PROBLEM + " It is left out; rename it if the locale is right.";
        refusals.put(
            path,
            policy.refuseUnseen(
                Finding.at(Reason.UNSAFE_PATH, name, detail).withRemedy(NameEncoding.REMEDY)));
      }
      return refusals;
    }
  }

  /** Returns whether bundles of this kind are looked for. */
  public boolean finds(BundleKind kind) {
    return kinds.contains(kind);
  }

  public Found in(List<Path> roots) {
    Map<Path, BundleKind> bundles = new LinkedHashMap<>();
    Map<Path, Path> shadowed = new LinkedHashMap<>();
    List<Path> untold = new ArrayList<>();
    Map<Path, String> unlistable = new LinkedHashMap<>();
    for (Path root : distinct(roots)) {
      Map<Path, BundleKind> found = list(root, unlistable);
      for (Path path : List.copyOf(found.keySet())) {
        if (!NameEncoding.canTell(path)) {
          untold.add(path);
          found.remove(path);
        }
      }
      Map<Path, Path> unpacked = BundleFolder.shadowed(found);
      found.keySet().removeAll(unpacked.keySet());
      shadowed.putAll(unpacked);
      bundles.putAll(found);
    }
    return new Found(BundleFolder.inLoadOrder(bundles), shadowed, untold, unlistable);
  }

  /** Returns each folder once, also where another root is a link to it. */
  private static Collection<Path> distinct(List<Path> roots) {
    Map<Path, Path> byRealPath = new LinkedHashMap<>();
    for (Path root : roots) {
      Path path = normalise(root);
      byRealPath.putIfAbsent(real(path), path);
    }
    return byRealPath.values();
  }

  private static Path real(Path path) {
    try {
      return RealPaths.of(path);
    } catch (IOException e) {
      return path;
    }
  }

  /** Returns the one spelling by which a path is known here. */
  public static Path normalise(Path path) {
    return path.toAbsolutePath().normalize();
  }

  /** Lists a root, sorted by name: the order among files of one age must not depend on the disk. */
  private Map<Path, BundleKind> list(Path root, Map<Path, String> unlisted) {
    Map<Path, BundleKind> bundles = new LinkedHashMap<>();
    if (Files.notExists(root)) {
      return bundles;
    }
    try {
      bundles.putAll(BundleFolder.list(root, this::tellLeftOver));
      bundles.values().retainAll(kinds);
    } catch (IOException e) {
      unlisted.put(root, unlistable(root, e));
      if (unlistable.add(root)) {
        LogEvent.of(LOG, Level.WARN)
            .field("root", Printable.of(root.toString()))
            .cause(e)
            .log("Cannot list plugins root {}; nothing of it is loaded", Printable.of("" + root));
      }
      return bundles;
    }
    unlistable.remove(root);
    return bundles;
  }

  private void tellLeftOver(Path path) {
    if (leftOver.size() < MOST_TOLD && leftOver.add(path)) {
      LOG.warn(
          "{} is no plugin, and nothing of it is loaded: {}",
          Printable.of(path.toString()),
          BundleFolder.isTarball(path)
              ? "unpack it, and remove the archive"
              : "there is no file of a plugin in it; remove it if it is not needed");
    }
  }

  private static String unlistable(Path root, Exception cause) {
    return String.format(
        Locale.ROOT,
        "The plugins root %s cannot be listed: %s. Nothing of it is loaded. Let the account of this"
            + " host read and enter that folder, then start the host again.",
        root,
        cause);
  }
}

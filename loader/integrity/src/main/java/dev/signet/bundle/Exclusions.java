package dev.signet.bundle;

import dev.signet.Internal;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Files a host puts up with in certain bundles, whatever their content: their findings do not
 * refuse the bundle, and the files are never loaded. Immutable; equal when they exclude the same.
 *
 * <p>The original systems know such a list, for files that some installations have to change. It is
 * the host's, never the bundle's.
 */
@Internal
public final class Exclusions {
  /** Nothing is excluded. */
  public static final Exclusions NONE = new Exclusions(Map.of());

  private final Map<String, Set<String>> globs;
  private final Map<String, List<Glob>> patterns;

  private Exclusions(Map<String, Set<String>> globs) {
    this.globs = Map.copyOf(globs);
    Map<String, List<Glob>> byId = new HashMap<>();
    for (Map.Entry<String, Set<String>> entry : globs.entrySet()) {
      byId.put(entry.getKey(), entry.getValue().stream().map(Glob::new).toList());
    }
    this.patterns = Map.copyOf(byId);
  }

  /**
   * Returns these exclusions and more.
   *
   * @param id the plugin's id, or {@code core}
   * @param moreGlobs entry paths, in which {@code *} stands for any characters of one name, {@code
   *     **} for any characters at all, and {@code ?} for one character of a name
   * @throws IllegalArgumentException when the id is empty, or a glob can match no path there is,
   *     such as {@code ../x}, {@code /x}, {@code x/} or one with a backslash
   */
  public Exclusions with(String id, Set<String> moreGlobs) {
    if (id.isEmpty()) {
      throw new IllegalArgumentException("id is empty: name the plugin the files belong to");
    }
    moreGlobs.forEach(glob -> requirePossible(id, glob));
    Map<String, Set<String>> all = new TreeMap<>(globs);
    Set<String> own = new LinkedHashSet<>(all.getOrDefault(id, Set.of()));
    own.addAll(moreGlobs);
    all.put(id, Set.copyOf(own));
    return new Exclusions(all);
  }

  private static void requirePossible(String id, String glob) {
    // What no path can be, whatever a letter stands for, matches none.
    EntryPath.violation(glob.replaceAll("[*?]", "x"))
        .ifPresent(
            violation -> {
              throw new IllegalArgumentException(
                  "glob '"
                      + glob
                      + "' of "
                      + id
                      + " can match no file: "
                      + violation
                      + " Name a path within the bundle, such as cache/**.");
            });
  }

  /** Returns whether a file of this bundle is excluded. */
  public boolean excludes(String id, EntryPath path) {
    return patterns.getOrDefault(id, List.of()).stream().anyMatch(glob -> glob.matches(path));
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Exclusions exclusions && globs.equals(exclusions.globs);
  }

  @Override
  public int hashCode() {
    return Objects.hash(globs);
  }

  /** Returns all of it in one text, the same for the same exclusions in every process. */
  @Override
  public String toString() {
    Map<String, Set<String>> sorted = new TreeMap<>();
    for (Map.Entry<String, Set<String>> entry : globs.entrySet()) {
      sorted.put(entry.getKey(), new TreeSet<>(entry.getValue()));
    }
    return sorted.toString();
  }
}

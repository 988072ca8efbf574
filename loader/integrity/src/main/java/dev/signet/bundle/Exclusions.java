package dev.signet.bundle;

import dev.signet.Internal;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;

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
   * @throws IllegalArgumentException when the id or a glob is empty, or a glob begins with a slash
   */
  public Exclusions with(String id, Set<String> moreGlobs) {
    if (id.isEmpty()) {
      throw new IllegalArgumentException("id is empty: name the plugin the files belong to");
    }
    for (String glob : moreGlobs) {
      if (glob.isEmpty() || glob.startsWith("/")) {
        throw new IllegalArgumentException(
            "glob '" + glob + "' of " + id + " is no path within the bundle, such as cache/**");
      }
    }
    Map<String, Set<String>> all = new TreeMap<>(globs);
    Set<String> own = new LinkedHashSet<>(all.getOrDefault(id, Set.of()));
    own.addAll(moreGlobs);
    all.put(id, Set.copyOf(own));
    return new Exclusions(all);
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

  @Override
  public String toString() {
    return globs.toString();
  }
}

package dev.signet.bundle;

import dev.signet.Internal;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/**
 * What lies in a host's own folder and is none of its code, since the host has configured it for
 * something else: plugins, state, trust, data. Neither listed nor expected. Only a core is ever
 * judged with it, see {@code Expectation}.
 *
 * @param places paths within the folder; what lies below them is left out as well
 */
@Internal
public record LeftOut(Set<EntryPath> places) {

  /** Nothing is left out. */
  public static final LeftOut NOTHING = new LeftOut(Set.of());

  /** Copies the set. */
  public LeftOut {
    places = Set.copyOf(places);
  }

  /**
   * Returns those of the configured places that lie below a folder, wherever links lead. The folder
   * itself and what lies above it are not among them: they would leave out everything. A place that
   * is a link is left out under its own name, too.
   *
   * @param configured folders or files; need not be there
   */
  public static LeftOut below(Path folder, Collection<Path> configured) {
    Path root = real(folder);
    return new LeftOut(
        configured.stream()
            .flatMap(place -> Stream.of(real(place), named(place)))
            .filter(place -> place.startsWith(root) && !place.equals(root))
            .map(place -> text(root.relativize(place)))
            .filter(text -> EntryPath.violation(text).isEmpty())
            .map(EntryPath::new)
            .collect(Collectors.toCollection(TreeSet::new)));
  }

  /**
   * Returns the places that somebody names on a command line or in a build. What is named is never
   * passed over in silence, nor can it hide that the folder is signed.
   *
   * @param names absolute, or relative to the folder
   * @throws IllegalArgumentException with cause and remedy, when one is not there or not inside the
   *     folder, or holds the signature
   */
  public static LeftOut named(Path folder, Layout layout, Collection<Path> names) {
    EntryPath signature = layout.signaturePath(BundleKind.FOLDER);
    for (Path name : names) {
      Path place = folder.resolve(name);
      if (Files.notExists(place, LinkOption.NOFOLLOW_LINKS)) {
        throw new IllegalArgumentException(
            "there is no " + place + "; name a folder or file inside " + folder + ", or nothing.");
      }
      LeftOut one = below(folder, List.of(place));
      if (one.places().isEmpty()) {
        throw new IllegalArgumentException(
            place + " does not lie inside " + folder + "; what lies elsewhere need not be named.");
      }
      if (one.holds(signature)) {
        throw new IllegalArgumentException(
            place + " holds " + signature + ", which the check needs; name what is inside it.");
      }
    }
    return below(folder, names.stream().map(folder::resolve).toList());
  }

  /**
   * Requires that these are places of a host's own folder.
   *
   * @throws IllegalArgumentException when the layout is a plugin's, and there are any
   */
  public void requireFit(Layout layout) {
    if (!layout.isCore() && !places.isEmpty()) {
      throw new IllegalArgumentException("leftOut: only of a host's own folder, never of a plugin");
    }
  }

  /** Returns whether the path is one of the places or lies below one. */
  public boolean holds(EntryPath path) {
    return !places.isEmpty()
        && places.stream()
            .map(EntryPath::value)
            .anyMatch(place -> path.value().equals(place) || path.value().startsWith(place + "/"));
  }

  // Written out, as in Expectation, which each start compares.
  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof LeftOut that && places.equals(that.places);
  }

  @Override
  public int hashCode() {
    return places.hashCode();
  }

  /** Returns all of it in one text, the same for the same places in every process. */
  @Override
  public String toString() {
    return "LeftOut[places=" + new TreeSet<>(places) + "]";
  }

  private static String text(Path relative) {
    return StreamSupport.stream(relative.spliterator(), false)
        .map(Path::toString)
        .collect(Collectors.joining("/"));
  }

  private static Path real(Path path) {
    try {
      return path.toRealPath();
    } catch (IOException e) {
      // What is not there yet may be made later, by the host itself.
      return named(path);
    }
  }

  private static Path named(Path path) {
    Path whole = path.toAbsolutePath().normalize();
    Path parent = whole.getParent();
    return parent == null ? whole : real(parent).resolve(parent.relativize(whole));
  }
}

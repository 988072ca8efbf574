package dev.signet.report;

import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

/** Names for results that are written as members of one JSON object. */
final class DistinctNames {
  private DistinctNames() {}

  /**
   * Several bundles may claim one id: then the later ones go by their places. None hides another,
   * whatever it claims: an id may look like a place.
   *
   * @param name what an item goes by when nothing has that name yet
   * @param place where it lies, for people
   * @param key what no other item has
   */
  static <T> Map<String, T> of(
      List<T> items, Function<T, String> name, Function<T, String> place, Function<T, String> key) {
    Map<String, T> named = new LinkedHashMap<>();
    Set<String> taken = new HashSet<>();
    for (T item : items) {
      String own = name.apply(item);
      String text = taken.contains(OriginalJson.whole(own)) ? place.apply(item) : own;
      while (!taken.add(OriginalJson.whole(text))) {
        text += " (" + key.apply(item) + ")";
      }
      named.put(text, item);
    }
    return named;
  }
}

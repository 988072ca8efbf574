package dev.signet.verify;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * A bounded memory: what was not asked for the longest goes first. Safe for use by several threads.
 *
 * <p>Plain on purpose: a check that ends with its process remembers a handful of things, and a
 * library for caches takes longer to start than such a check takes.
 */
final class Remembered<K, V> {
  private static final float LOAD_FACTOR = 0.75f;

  private final Map<K, V> values;

  /** Remembers at most so many. */
  Remembered(int most) {
    this.values =
        new LinkedHashMap<>(16, LOAD_FACTOR, true) {
          @Override
          protected boolean removeEldestEntry(Map.Entry<K, V> eldest) {
            return size() > most;
          }
        };
  }

  synchronized Optional<V> get(K key) {
    return Optional.ofNullable(values.get(key));
  }

  synchronized void put(K key, V value) {
    values.put(key, value);
  }
}

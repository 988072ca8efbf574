package dev.signet.manifest;

import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The {@code hashes} member as it stands in a {@code signature.json}: names and values as signed,
 * not yet judged. Immutable. Values that are digests, as nearly all are, are held as such.
 */
public final class SignedHashes {
  private final String[] names;
  private final @Nullable Digest[] digests;
  private final Map<String, Optional<String>> others;

  private SignedHashes(
      String[] names, @Nullable Digest[] digests, Map<String, Optional<String>> others) {
    this.names = names;
    this.digests = digests;
    this.others = others;
  }

  /**
   * Copies what was signed.
   *
   * @param values raw name to raw value, in the file's order; empty for one that is no JSON string
   */
  public SignedHashes(Map<String, Optional<String>> values) {
    this(values.keySet().toArray(new String[0]), new Digest[values.size()], new LinkedHashMap<>());
    for (int i = 0; i < names.length; i++) {
      Optional<String> value = values.getOrDefault(names[i], Optional.empty());
      digests[i] = value.flatMap(Digest::parse).orElse(null);
      if (digests[i] == null) {
        others.put(names[i], value);
      }
    }
  }

  /** Returns raw name to raw value in the file's order; one that is no JSON string is empty. */
  public Map<String, Optional<String>> values() {
    Map<String, Optional<String>> values = new LinkedHashMap<>();
    for (int i = 0; i < names.length; i++) {
      Digest digest = digests[i];
      values.put(
          names[i],
          digest == null
              ? others.getOrDefault(names[i], Optional.empty())
              : Optional.of(digest.hex()));
    }
    return Collections.unmodifiableMap(values);
  }

  /** Returns how many names there are. */
  int size() {
    return names.length;
  }

  String name(int index) {
    return names[index];
  }

  /** Returns the signed digest; null for a value that is none. */
  @Nullable Digest digest(int index) {
    return digests[index];
  }

  /** Returns the same in unsigned byte order of the names' UTF-8. */
  SignedHashes sorted() {
    if (isSorted()) {
      return this;
    }
    Integer[] order = new Integer[names.length];
    Arrays.setAll(order, i -> i);
    Arrays.sort(order, (a, b) -> CodePoints.compare(names[a], names[b]));
    Builder sorted = new Builder(names.length);
    for (int index : order) {
      sorted.add(names[index], digests[index]);
    }
    return new SignedHashes(sorted.names, sorted.digests, others);
  }

  private boolean isSorted() {
    for (int i = 1; i < names.length; i++) {
      if (CodePoints.compare(names[i - 1], names[i]) > 0) {
        return false;
      }
    }
    return true;
  }

  /** Collects names and digests, in the file's order. */
  public static final class Builder {
    private String[] names;
    private @Nullable Digest[] digests;
    private int size;

    /** Starts with room for so many. */
    public Builder(int room) {
      names = new String[room];
      digests = new Digest[room];
    }

    /** Adds a name that is not there yet. */
    public void add(String name, @Nullable Digest digest) {
      if (size == names.length) {
        names = Arrays.copyOf(names, size + size / 2 + 1);
        digests = Arrays.copyOf(digests, names.length);
      }
      names[size] = name;
      digests[size++] = digest;
    }

    /** Returns how many were added. */
    public int size() {
      return size;
    }

    /** Returns what was added. */
    public SignedHashes build() {
      return new SignedHashes(Arrays.copyOf(names, size), Arrays.copyOf(digests, size), Map.of());
    }
  }
}

package dev.signet.manifest;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The {@code hashes} member as it stands in a {@code signature.json}: names and values as signed,
 * not yet judged. A value that is no JSON string is empty.
 *
 * @param values raw name to raw value, in the file's order
 */
public record SignedHashes(Map<String, Optional<String>> values) {
  /** Copies the map, keeping its order. */
  public SignedHashes {
    values = Collections.unmodifiableMap(new LinkedHashMap<>(values));
  }
}

package dev.signet.sign.authority;

import dev.signet.Internal;
import dev.signet.sign.key.CommonNames;
import dev.signet.sign.key.KeyType;
import dev.signet.verdict.Durations;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;

/**
 * An authority that is to be made.
 *
 * @param name its common name: 1 to 64 visible characters
 * @param type its kind of key: P-384 or RSA with 4096 bits
 * @param length how long its certificate is valid; positive
 */
@Internal
public record NewAuthority(String name, KeyType type, Duration length) {

  /**
   * Checks the name, the kind of key and the length.
   *
   * @throws IllegalArgumentException when one of them is not as it should be, saying why
   */
  public NewAuthority {
    Objects.requireNonNull(length, "length");
    Optional<String> problem = CommonNames.problem(name);
    if (problem.isPresent()) {
      throw new IllegalArgumentException("name: '" + name + "' " + problem.get());
    }
    if (!type.fitsAuthority()) {
      throw new IllegalArgumentException(
          "type: an authority's key is P-384 or RSA with 4096 bits, not " + type);
    }
    Durations.requirePositive(length, "length");
  }
}

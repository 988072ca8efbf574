package dev.signet.policy;

import java.util.OptionalInt;

/** Which of two versions of a plugin is the higher one, as far as that can be told. */
@FunctionalInterface
public interface VersionOrder {

  /**
   * Compares two versions. Never throws, whatever the texts.
   *
   * @return less than, equal to or greater than zero as the first is lower than, of the same
   *     precedence as or higher than the second; empty when that is unknown. Equal texts are of the
   *     same precedence.
   */
  OptionalInt compare(String version, String other);

  /** Returns whether a version is the higher one; one that cannot be compared is not. */
  default boolean isHigher(String version, String than) {
    return compare(version, than).orElse(0) > 0;
  }

  /**
   * Returns the precedence of <a href="https://semver.org/spec/v2.0.0.html#spec-item-11">Semantic
   * Versioning 2.0.0, section 11</a>, extended to any number of numeric parts (missing ones count
   * as zero), to leading zeros and to a leading {@code v}. Build metadata do not count. Of texts
   * that have no such form, or are longer than 1,000 characters, nothing can be told unless they
   * are equal.
   */
  static VersionOrder semantic() {
    return SemanticOrder::compare;
  }
}

package dev.signet.pf4j.resolve;

import dev.signet.policy.VersionOrder;
import java.util.OptionalInt;
import java.util.function.Supplier;
import org.pf4j.VersionManager;

/**
 * The manager's own version rules, made total: a host may plug in any, and PF4J's default throws
 * for a version it cannot parse, which a plugin's author chooses.
 */
public final class VersionRules implements VersionOrder {
  /** PF4J's parser calls itself for each bracket: longer ones would use up the stack. */
  private static final int MOST_CHARS = 1_000;

  private final Supplier<VersionManager> versions;

  /**
   * @param versions looked up at each use: PF4J sets it late, and a host may replace it
   */
  public VersionRules(Supplier<VersionManager> versions) {
    this.versions = versions;
  }

  /** Returns whether the version meets the constraint; one that cannot be parsed meets none. */
  public boolean satisfies(String version, String constraint) {
    try {
      return check(version, constraint);
    } catch (RuntimeException unparsable) {
      // PF4J's interface names no exception, and its default throws its parser's own.
      return false;
    }
  }

  /** Returns whether version and constraint can be read at all: PF4J's resolver throws if not. */
  public boolean canTell(String version, String constraint) {
    try {
      check(version, constraint);
      return true;
    } catch (RuntimeException unparsable) {
      return false;
    }
  }

  private boolean check(String version, String constraint) {
    if (constraint.length() > MOST_CHARS) {
      throw new IllegalArgumentException("a constraint of more than " + MOST_CHARS + " characters");
    }
    return versions.get().checkVersionConstraint(version, constraint);
  }

  /** As the manager compares; where it cannot, by {@link VersionOrder#semantic}. */
  @Override
  public OptionalInt compare(String version, String other) {
    try {
      return OptionalInt.of(versions.get().compareVersions(version, other));
    } catch (RuntimeException unparsable) {
      return VersionOrder.semantic().compare(version, other);
    }
  }

  @Override
  public boolean isHigher(String version, String than) {
    try {
      return versions.get().compareVersions(version, than) > 0;
    } catch (RuntimeException unparsable) {
      return isComparable(version) && !isComparable(than);
    }
  }

  private boolean isComparable(String version) {
    try {
      return versions.get().compareVersions(version, version) == 0;
    } catch (RuntimeException unparsable) {
      return false;
    }
  }
}

package dev.signet.policy;

import dev.signet.Internal;
import java.util.Objects;

/**
 * What a host makes of releases that do not fit the past. Immutable.
 *
 * @param downgrades of a lower version than the highest one admitted
 * @param newKeys signed by a key that is not known for the plugin
 * @param changedReleases with other files than the version had when it was first admitted
 */
@Internal
public record HistoryRules(
    HistoryRule downgrades, HistoryRule newKeys, HistoryRule changedReleases) {
  /** Everything is admitted and reported. */
  public static final HistoryRules WARN =
      new HistoryRules(HistoryRule.WARN, HistoryRule.WARN, HistoryRule.WARN);

  /** Checks that nothing is null. */
  public HistoryRules {
    Objects.requireNonNull(downgrades, "downgrades");
    Objects.requireNonNull(newKeys, "newKeys");
    Objects.requireNonNull(changedReleases, "changedReleases");
  }

  /** Returns these rules with another one for lower versions. */
  public HistoryRules withDowngrades(HistoryRule rule) {
    return new HistoryRules(rule, newKeys, changedReleases);
  }

  /** Returns these rules with another one for new keys. */
  public HistoryRules withNewKeys(HistoryRule rule) {
    return new HistoryRules(downgrades, rule, changedReleases);
  }

  /** Returns these rules with another one for changed releases. */
  public HistoryRules withChangedReleases(HistoryRule rule) {
    return new HistoryRules(downgrades, newKeys, rule);
  }

  /**
   * Returns these rules for when an administrator is there to be asked: what would only be reported
   * is refused. Of new keys and changed releases a host that does not look at them is not asked.
   */
  public HistoryRules asking() {
    return new HistoryRules(HistoryRule.REFUSE, asking(newKeys), asking(changedReleases));
  }

  /** Returns these rules for when new key and changed release are confirmed. */
  public HistoryRules confirmed() {
    return withNewKeys(HistoryRule.ALLOW).withChangedReleases(HistoryRule.ALLOW);
  }

  private static HistoryRule asking(HistoryRule rule) {
    return rule == HistoryRule.ALLOW ? HistoryRule.ALLOW : HistoryRule.REFUSE;
  }
}

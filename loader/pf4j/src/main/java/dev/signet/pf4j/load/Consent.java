package dev.signet.pf4j.load;

import dev.signet.Internal;
import dev.signet.policy.HistoryRules;

/**
 * What an administrator has agreed to of a release that does not fit the past.
 *
 * @param lowerVersion that its version is lower; a host that refuses that altogether still does
 * @param changes that it has a new key, or other files than its version had
 */
@Internal
public record Consent(boolean lowerVersion, boolean changes) {

  /** Returns by which rules a release is judged while somebody is there to be asked. */
  public HistoryRules applyTo(HistoryRules host) {
    HistoryRules asking = host.asking();
    HistoryRules agreed = lowerVersion ? asking.withDowngrades(host.downgrades()) : asking;
    return changes ? agreed.confirmed() : agreed;
  }
}

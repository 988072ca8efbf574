package dev.signet.postgres;

import dev.signet.policy.LedgerEntry;
import java.util.Locale;
import java.util.Optional;

/**
 * A revision of what is known of a plugin.
 *
 * @param entry empty when it was forgotten, or is not known yet
 */
record LedgerRow(String id, long revision, Kind kind, Optional<LedgerEntry> entry) {

  /** What a row came of. */
  enum Kind {
    RECORDED,
    CONFIRMED,
    FORGOTTEN;

    String stored() {
      return name().toLowerCase(Locale.ROOT);
    }

    static Kind read(String stored) {
      return valueOf(stored.toUpperCase(Locale.ROOT));
    }
  }

  /** Returns what comes before the first one. */
  static LedgerRow none(String id) {
    return new LedgerRow(id, 0, Kind.FORGOTTEN, Optional.empty());
  }

  LedgerRow next(LedgerEntry after, Kind why) {
    return new LedgerRow(id, revision + 1, why, Optional.of(after));
  }

  LedgerRow forgotten() {
    return new LedgerRow(id, revision + 1, Kind.FORGOTTEN, Optional.empty());
  }
}

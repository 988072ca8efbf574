package dev.signet.postgres;

import dev.signet.policy.LedgerEntry;
import dev.signet.policy.SignedRelease;
import dev.signet.policy.VersionOrder;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What a node changes, in one transaction.
 *
 * @param rows what is stored of plugins
 * @param instants until when nodes have looked
 * @param node who changes it
 */
record LedgerChanges(LedgerRows rows, InstantRows instants, String node) {
  private static final Duration TIME_STEP = Duration.ofHours(1);

  /** Records releases one after the other; what they change of a plugin is one row. */
  boolean record(List<SignedRelease> releases, Instant at, VersionOrder order) throws SQLException {
    Instant when = at.truncatedTo(ChronoUnit.MICROS);
    List<String> ids = releases.stream().map(SignedRelease::id).distinct().toList();
    rows.lock(ids);
    Map<String, LedgerRow> before = rows.latest(ids);
    Map<String, LedgerEntry> after = new TreeMap<>();
    for (SignedRelease release : releases) {
      String id = release.id();
      Optional<LedgerEntry> known =
          Optional.ofNullable(after.get(id)).or(() -> last(before, id).entry());
      after.put(id, LedgerEntry.after(known, release, when, order));
    }
    List<LedgerRow> changed = new ArrayList<>();
    after.forEach(
        (id, entry) -> {
          LedgerRow last = last(before, id);
          if (last.entry().filter(known -> isUpToDate(known, entry)).isEmpty()) {
            changed.add(last.next(entry, LedgerRow.Kind.RECORDED));
          }
        });
    rows.add(changed, node);
    return record(when);
  }

  private static LedgerRow last(Map<String, LedgerRow> rows, String id) {
    return rows.getOrDefault(id, LedgerRow.none(id));
  }

  /** Of times alone a row is written once an hour, as the contract allows. */
  private static boolean isUpToDate(LedgerEntry known, LedgerEntry now) {
    return now.isSameButForTime(known) && now.lastAt().isBefore(known.lastAt().plus(TIME_STEP));
  }

  private boolean record(Instant at) throws SQLException {
    Optional<InstantRows.Row> last = instants.latest(node);
    Optional<Instant> latest = last.flatMap(InstantRows.Row::at);
    boolean isLater = latest.filter(known -> at.isBefore(known.plus(TIME_STEP))).isEmpty();
    if (isLater) {
      instants.add(node, last.map(InstantRows.Row::revision).orElse(0L) + 1, Optional.of(at));
    }
    return isLater;
  }

  /** Returns whether there was anything to confirm. */
  boolean confirm(SignedRelease release, VersionOrder order) throws SQLException {
    List<String> id = List.of(release.id());
    rows.lock(id);
    LedgerRow last = last(rows.latest(id), release.id());
    Optional<LedgerEntry> confirmed = last.entry().map(known -> known.confirmed(release, order));
    if (confirmed.isPresent() && !confirmed.equals(last.entry())) {
      rows.add(List.of(last.next(confirmed.get(), LedgerRow.Kind.CONFIRMED)), node);
    }
    return confirmed.isPresent();
  }

  /** Returns whether any of them was remembered. */
  boolean forget(Collection<String> ids) throws SQLException {
    rows.lock(ids);
    List<LedgerRow> forgotten =
        rows.latest(ids).values().stream()
            .filter(row -> row.entry().isPresent())
            .map(LedgerRow::forgotten)
            .toList();
    rows.add(forgotten, node);
    return !forgotten.isEmpty();
  }

  /** Returns whether any of the nodes had looked. */
  boolean forgetInstants(Collection<String> nodes) throws SQLException {
    boolean hadLooked = false;
    for (String each : nodes) {
      Optional<InstantRows.Row> last = instants.latest(each);
      if (last.flatMap(InstantRows.Row::at).isPresent()) {
        instants.add(each, last.get().revision() + 1, Optional.empty());
        hadLooked = true;
      }
    }
    return hadLooked;
  }
}

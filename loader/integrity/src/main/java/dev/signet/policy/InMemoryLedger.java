package dev.signet.policy;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** A ledger for hosts that keep no state from one start to the next. */
final class InMemoryLedger implements SigningLedger {
  private final Map<String, LedgerEntry> entries = new TreeMap<>();
  private @Nullable Instant latest;

  @Override
  public synchronized Optional<LedgerEntry> find(String id) {
    return Optional.ofNullable(entries.get(id));
  }

  @Override
  public synchronized List<LedgerEntry> entries() {
    return List.copyOf(entries.values());
  }

  @Override
  public synchronized Optional<Instant> latestInstant() {
    return Optional.ofNullable(latest);
  }

  @Override
  public synchronized void record(List<SignedRelease> releases, Instant at, VersionOrder order) {
    for (SignedRelease release : releases) {
      entries.put(release.id(), LedgerEntry.after(find(release.id()), release, at, order));
    }
    if (latest == null || at.isAfter(latest)) {
      latest = at;
    }
  }

  @Override
  public synchronized boolean confirm(SignedRelease release, VersionOrder order) {
    return entries.computeIfPresent(release.id(), (id, entry) -> entry.confirmed(release, order))
        != null;
  }

  @Override
  public synchronized boolean forget(String id) {
    return entries.remove(id) != null;
  }

  @Override
  public synchronized void forgetInstant() {
    latest = null;
  }

  @Override
  public synchronized void reset() {
    entries.clear();
    latest = null;
  }
}

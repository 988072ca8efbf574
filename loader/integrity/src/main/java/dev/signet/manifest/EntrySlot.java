package dev.signet.manifest;

import dev.signet.bundle.BundleEntry;
import dev.signet.bundle.EntryPath;
import org.jspecify.annotations.Nullable;

/** An entry that is to be read, and what became of it; written by the one thread that reads it. */
final class EntrySlot {
  private final BundleEntry entry;
  private final long heldBytes;
  private @Nullable EntryOutcome outcome;

  /**
   * Creates one of an entry that was not read yet.
   *
   * @param heldBytes how many bytes may be held in memory; 0 to hold none
   */
  EntrySlot(BundleEntry entry, long heldBytes) {
    this.entry = entry;
    this.heldBytes = heldBytes;
  }

  BundleEntry entry() {
    return entry;
  }

  EntryPath path() {
    return entry.path();
  }

  long size() {
    return entry.size();
  }

  long heldBytes() {
    return heldBytes;
  }

  void found(EntryOutcome what) {
    outcome = what;
  }

  /** Returns what became of it; null when reading stopped before it. */
  @Nullable EntryOutcome outcome() {
    return outcome;
  }
}

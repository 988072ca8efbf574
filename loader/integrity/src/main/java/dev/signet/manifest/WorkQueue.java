package dev.signet.manifest;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;

/**
 * Hands out entries to the threads that read a bundle together, while it may still be filled: small
 * ones in runs, since neighbours lie in one folder. Once all are there, large ones go first, the
 * largest before all, so that in the end no thread waits for another's. Safe for use by several
 * threads.
 */
final class WorkQueue {
  /** A file from here on is handed out alone. */
  private static final long LARGE_BYTES = 1 << 20;

  /** A run ends with the file that makes it this large. */
  private static final long RUN_BYTES = 256 << 10;

  private static final int RUN_FILES = 32;

  private final List<EntrySlot> large = new ArrayList<>();
  private final Deque<EntrySlot> small = new ArrayDeque<>();
  private long smallBytes;
  private boolean ended;

  /** Puts an entry in behind the others. */
  synchronized void add(EntrySlot slot) {
    if (slot.size() >= LARGE_BYTES) {
      large.add(slot);
    } else {
      small.add(slot);
      took(slot.size());
    }
  }

  /** Puts an entry in before all that are small. */
  synchronized void addFirst(EntrySlot slot) {
    small.addFirst(slot);
    took(slot.size());
  }

  private void took(long bytes) {
    smallBytes += bytes;
    if (hasRun()) {
      notify();
    }
  }

  /** Returns about how many runs wait to be taken. */
  synchronized int runs() {
    return large.size() + smallRuns();
  }

  /** Returns about how many runs of small files wait to be taken. */
  synchronized int smallRuns() {
    return (int) Math.max(small.size() / RUN_FILES, smallBytes / RUN_BYTES);
  }

  /** Records that no more entries come. */
  synchronized void end() {
    large.sort(Comparator.comparingLong(EntrySlot::size));
    ended = true;
    notifyAll();
  }

  /** Drops what was not taken. */
  synchronized void drop() {
    large.clear();
    small.clear();
    smallBytes = 0;
    end();
  }

  /** Takes some entries out, waiting for them when more may come; none when none is left. */
  synchronized List<EntrySlot> take() {
    while (!ended && !hasRun()) {
      try {
        wait();
      } catch (InterruptedException e) {
        // The thread that lists has been interrupted as well, and reads what is left by itself.
        Thread.currentThread().interrupt();
        return List.of();
      }
    }
    if (ended && !large.isEmpty()) {
      return List.of(large.remove(large.size() - 1));
    }
    List<EntrySlot> run = new ArrayList<>(RUN_FILES);
    long bytes = 0;
    while (!small.isEmpty() && run.size() < RUN_FILES && bytes < RUN_BYTES) {
      EntrySlot slot = small.removeFirst();
      bytes += slot.size();
      run.add(slot);
    }
    smallBytes -= bytes;
    return run;
  }

  private boolean hasRun() {
    return small.size() >= RUN_FILES || smallBytes >= RUN_BYTES;
  }
}

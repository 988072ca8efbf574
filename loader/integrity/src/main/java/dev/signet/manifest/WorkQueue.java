package dev.signet.manifest;

import dev.signet.bundle.BundleEntry;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;

/**
 * Hands out entries to the threads that read a bundle together: large ones first, the largest
 * before all, so that in the end no thread waits for another's; then the small ones in runs, since
 * neighbours lie in one folder. Safe for use by several threads.
 */
final class WorkQueue {
  /** A file from here on is handed out alone. */
  private static final long LARGE_BYTES = 1 << 20;

  /** A run ends with the file that makes it this large. */
  private static final long RUN_BYTES = 256 << 10;

  private static final int RUN_FILES = 32;

  private final List<BundleEntry> entries;
  private final Deque<Integer> large;
  private final Deque<Integer> small;
  private final int runs;

  /**
   * Creates a queue.
   *
   * @param entries all there are
   * @param wanted the indices to hand out, ascending
   */
  WorkQueue(List<BundleEntry> entries, List<Integer> wanted) {
    this.entries = entries;
    List<Integer> bySize = new ArrayList<>();
    this.small = new ArrayDeque<>();
    long smallBytes = 0;
    for (int index : wanted) {
      if (size(index) >= LARGE_BYTES) {
        bySize.add(index);
      } else {
        small.add(index);
        smallBytes += size(index);
      }
    }
    bySize.sort(Comparator.comparingLong(this::size).reversed());
    this.large = new ArrayDeque<>(bySize);
    this.runs = large.size() + (int) Math.max(small.size() / RUN_FILES, smallBytes / RUN_BYTES);
  }

  private long size(int index) {
    return entries.get(index).size();
  }

  /** Returns about how many runs there are in all. */
  int runs() {
    return runs;
  }

  /** Takes some indices out; none when none is left. */
  synchronized List<Integer> take() {
    if (!large.isEmpty()) {
      return List.of(large.removeFirst());
    }
    List<Integer> run = new ArrayList<>(RUN_FILES);
    long bytes = 0;
    while (!small.isEmpty() && run.size() < RUN_FILES && bytes < RUN_BYTES) {
      int index = small.removeFirst();
      bytes += size(index);
      run.add(index);
    }
    return run;
  }
}

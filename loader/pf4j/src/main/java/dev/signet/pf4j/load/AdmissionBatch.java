package dev.signet.pf4j.load;

import dev.signet.bundle.read.ReadingThreads;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.function.Function;
import org.pf4j.PluginRuntimeException;

/**
 * Admits many bundles at the same time, on the threads that also read one: as long as there are
 * bundles left, each thread takes its own; who has none left helps another with the files of its.
 */
final class AdmissionBatch {
  /** Bundles at a time: what is kept of one in memory until it is judged may be large. */
  private static final int MOST_BUNDLES = 4;

  private AdmissionBatch() {}

  /**
   * Returns the results in the order of the sources.
   *
   * @throws PluginRuntimeException when the calling thread is interrupted; nothing is admitted then
   */
  static <T> Map<Path, T> run(List<Path> sources, Function<Path, T> each, ReadingThreads threads) {
    AtomicReferenceArray<T> found = new AtomicReferenceArray<>(sources.size());
    AtomicInteger next = new AtomicInteger();
    try {
      threads.run(
          Math.min(MOST_BUNDLES, sources.size()),
          () -> {
            for (int i = next.getAndIncrement();
                i < sources.size() && !Thread.currentThread().isInterrupted();
                i = next.getAndIncrement()) {
              found.set(i, each.apply(sources.get(i)));
            }
          });
    } catch (RuntimeException e) {
      // The verifier never throws for a bundle: this is a defect, and nothing may be loaded over
      // it.
      throw new IllegalStateException("Verifying failed unexpectedly", e);
    }
    if (Thread.currentThread().isInterrupted()) {
      throw new PluginRuntimeException("Interrupted while plugins were being verified");
    }
    Map<Path, T> results = new LinkedHashMap<>();
    for (int i = 0; i < sources.size(); i++) {
      results.put(sources.get(i), found.get(i));
    }
    return results;
  }
}

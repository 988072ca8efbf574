package dev.signet.pf4j;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.pf4j.PluginRuntimeException;

/** Admits many bundles on a few threads that end with the batch. */
final class AdmissionBatch {
  private static final int MOST_THREADS = 4;
  private static final long PATIENCE_SECONDS = 30;

  private AdmissionBatch() {}

  /**
   * Returns the results in the order of the sources.
   *
   * @throws PluginRuntimeException when the calling thread is interrupted; nothing is admitted then
   */
  static <T> Map<Path, T> run(List<Path> sources, Function<Path, T> each) {
    int threads =
        Math.min(
            sources.size(), Math.min(MOST_THREADS, Runtime.getRuntime().availableProcessors()));
    if (threads <= 1) {
      Map<Path, T> results = new LinkedHashMap<>();
      sources.forEach(source -> results.put(source, each.apply(source)));
      return results;
    }
    AtomicInteger number = new AtomicInteger();
    ExecutorService pool =
        Executors.newFixedThreadPool(
            threads,
            task -> {
              Thread thread = new Thread(task, "signet-admission-" + number.incrementAndGet());
              thread.setDaemon(true);
              return thread;
            });
    try {
      return collect(sources, each, pool);
    } finally {
      end(pool);
    }
  }

  private static <T> Map<Path, T> collect(
      List<Path> sources, Function<Path, T> each, ExecutorService pool) {
    Map<Path, Future<T>> running = new LinkedHashMap<>();
    sources.forEach(source -> running.put(source, pool.submit(() -> each.apply(source))));
    Map<Path, T> results = new LinkedHashMap<>();
    for (Map.Entry<Path, Future<T>> entry : running.entrySet()) {
      try {
        results.put(entry.getKey(), entry.getValue().get());
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new PluginRuntimeException(e, "Interrupted while plugins were being verified");
      } catch (ExecutionException e) {
        throw asUnchecked(e);
      }
    }
    return results;
  }

  private static RuntimeException asUnchecked(ExecutionException e) {
    Throwable cause = e.getCause();
    if (cause instanceof Error error) {
      throw error;
    }
    // The verifier never throws for a bundle: this is a defect, and nothing may be loaded over it.
    return new IllegalStateException("Verifying failed unexpectedly", cause);
  }

  private static void end(ExecutorService pool) {
    pool.shutdownNow();
    try {
      // The store must not be swept or closed under a thread that still writes to it.
      if (!pool.awaitTermination(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
        throw new PluginRuntimeException("Verifying plugins does not end");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}

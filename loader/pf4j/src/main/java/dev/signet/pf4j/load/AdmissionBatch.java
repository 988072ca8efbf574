package dev.signet.pf4j.load;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.pf4j.PluginRuntimeException;

/** Admits many bundles on a few threads that end with the batch. */
final class AdmissionBatch {
  private static final int MOST_THREADS = 4;
  private static final long PATIENCE_MILLIS = 30_000;

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
    List<Thread> started = new CopyOnWriteArrayList<>();
    ExecutorService pool =
        Executors.newFixedThreadPool(
            threads,
            task -> {
              Thread thread = new Thread(task, "signet-admission-" + started.size());
              thread.setDaemon(true);
              started.add(thread);
              return thread;
            });
    try {
      return collect(sources, each, pool);
    } finally {
      pool.shutdownNow();
      started.forEach(AdmissionBatch::awaitEnd);
    }
  }

  private static <T> Map<Path, T> collect(
      List<Path> sources, Function<Path, T> each, ExecutorService pool) {
    Map<Path, Future<T>> running = new LinkedHashMap<>();
    sources.forEach(source -> running.put(source, pool.submit(() -> each.apply(source))));
    Map<Path, T> results = new LinkedHashMap<>();
    for (Map.Entry<Path, Future<T>> entry : running.entrySet()) {
      if (Thread.currentThread().isInterrupted()) {
        // A task that is done already would not tell.
        throw new PluginRuntimeException("Interrupted while plugins were being verified");
      }
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

  /** The store must not be swept or closed under a thread that still writes to it. */
  private static void awaitEnd(Thread thread) {
    boolean interrupted = false;
    long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(PATIENCE_MILLIS);
    while (thread.isAlive() && System.nanoTime() < end) {
      try {
        thread.join(Math.max(1, TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime())));
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
    if (thread.isAlive()) {
      throw new PluginRuntimeException("Verifying plugins does not end");
    }
  }
}

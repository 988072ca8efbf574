package dev.signet.benchmark;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/**
 * The plainest program that reads a bundle and hashes each file, on all cores, checking nothing.
 */
final class PlainReading {
  private PlainReading() {}

  private interface Source {
    InputStream open() throws IOException;
  }

  /** Walks a folder, then reads it. */
  static void folder(Path folder) throws Exception {
    List<Path> files;
    try (Stream<Path> tree = Files.walk(folder)) {
      files = tree.filter(Files::isRegularFile).toList();
    }
    hash(files.stream().<Source>map(file -> () -> Files.newInputStream(file)).toList());
  }

  /** Reads a zip or jar through the JDK's reader. */
  static void archive(Path archive) throws Exception {
    try (ZipFile zip = new ZipFile(archive.toFile())) {
      List<? extends ZipEntry> entries = zip.stream().toList();
      hash(entries.stream().<Source>map(entry -> () -> zip.getInputStream(entry)).toList());
    }
  }

  private static void hash(List<Source> sources) throws Exception {
    int threads = Runtime.getRuntime().availableProcessors();
    ExecutorService pool = Executors.newFixedThreadPool(threads);
    try {
      AtomicInteger next = new AtomicInteger();
      List<Future<Long>> running = new ArrayList<>();
      for (int i = 0; i < threads; i++) {
        Callable<Long> share = () -> hashShare(sources, next);
        running.add(pool.submit(share));
      }
      for (Future<Long> future : running) {
        future.get();
      }
    } finally {
      pool.shutdown();
    }
  }

  private static long hashShare(List<Source> sources, AtomicInteger next) throws Exception {
    MessageDigest digest = MessageDigest.getInstance("SHA-512");
    byte[] buffer = new byte[64 << 10];
    long sum = 0;
    for (int i = next.getAndIncrement(); i < sources.size(); i = next.getAndIncrement()) {
      try (InputStream in = sources.get(i).open()) {
        for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
          digest.update(buffer, 0, n);
        }
      }
      sum += digest.digest()[0];
    }
    return sum;
  }
}

package dev.signet.attack;

import static java.nio.file.StandardCopyOption.ATOMIC_MOVE;
import static java.nio.file.StandardOpenOption.READ;
import static java.nio.file.StandardOpenOption.WRITE;

import dev.signet.testkit.Trees;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileChannel.MapMode;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A thread that exchanges the files of a source for those of others, in every way there is, as fast
 * as it can, until it is closed. Now and then all files are of one of them.
 */
final class SourceSwapper implements AutoCloseable {
  private final List<Path> versions;
  private final Path target;
  private final Path aside;
  private final Random random;
  private final Thread thread = new Thread(this::run, "swapper");
  private volatile boolean stopped;
  private volatile @Nullable Throwable failure;

  private SourceSwapper(List<Path> versions, Path target, Path aside, long seed) {
    this.versions = versions;
    this.target = target;
    this.aside = aside;
    this.random = new Random(seed);
  }

  /**
   * Starts.
   *
   * @param versions of which the target gets the files; bundles of one kind with files of the same
   *     names
   * @param aside an empty folder on the same file system
   */
  static SourceSwapper of(List<Path> versions, Path target, Path aside, long seed) {
    SourceSwapper swapper = new SourceSwapper(versions, target, aside, seed);
    swapper.thread.start();
    return swapper;
  }

  /** Fails when it is no longer at work. */
  void requireRunning() {
    if (failure != null) {
      throw new AssertionError("The swapper has failed.", failure);
    }
  }

  @Override
  public void close() {
    stopped = true;
    boolean interrupted = Thread.interrupted();
    while (thread.isAlive()) {
      try {
        thread.join();
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
    requireRunning();
  }

  private void run() {
    try {
      while (!stopped) {
        Path version = versions.get(random.nextInt(versions.size()));
        if (random.nextInt(4) == 0) {
          replace(version);
        } else {
          for (Path file : filesOf(version)) {
            change(file, version.equals(file) ? target : target.resolve(version.relativize(file)));
          }
        }
      }
    } catch (IOException | RuntimeException | Error e) {
      failure = e;
    }
  }

  /** The whole bundle at once, by two renames between which there is none. */
  private void replace(Path version) throws IOException {
    Path fresh = aside.resolve("fresh");
    Path old = aside.resolve("old");
    for (Path file : filesOf(version)) {
      Path to = version.equals(file) ? fresh : fresh.resolve(version.relativize(file));
      Files.createDirectories(to.getParent());
      Files.copy(file, to);
    }
    Files.move(target, old);
    Files.move(fresh, target);
    Trees.delete(old);
  }

  private void change(Path from, Path to) throws IOException {
    byte[] bytes = Files.readAllBytes(from);
    if (Files.isSymbolicLink(to)) {
      Files.delete(to);
    }
    switch (random.nextInt(6)) {
      case 0 -> Files.write(to, bytes);
      case 1 -> Files.move(Files.write(aside.resolve("file"), bytes), to, ATOMIC_MOVE);
      case 2 -> {
        try (FileChannel file = FileChannel.open(to, WRITE)) {
          file.truncate(random.nextInt(bytes.length));
        } catch (NoSuchFileException gone) {
          // As a link, it has just been deleted.
        }
        Files.write(to, bytes);
      }
      case 3 -> {
        Files.deleteIfExists(to);
        Files.createSymbolicLink(to, from);
      }
      case 4 -> {
        Path other = Files.write(aside.resolve("file"), bytes);
        Files.deleteIfExists(to);
        Files.createLink(to, other);
        Files.delete(other);
      }
      default -> map(bytes, to);
    }
  }

  /** Through memory, which leaves the time of the last change alone for a while. */
  private static void map(byte[] bytes, Path to) throws IOException {
    if (Files.notExists(to)) {
      Files.write(to, bytes);
    }
    try (FileChannel file = FileChannel.open(to, READ, WRITE)) {
      file.truncate(bytes.length);
      file.map(MapMode.READ_WRITE, 0, bytes.length).put(bytes);
    }
  }

  private static List<Path> filesOf(Path bundle) {
    try (Stream<Path> all = Files.walk(bundle)) {
      return all.filter(file -> !Files.isDirectory(file)).toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}

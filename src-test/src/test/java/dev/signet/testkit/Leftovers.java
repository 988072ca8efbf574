package dev.signet.testkit;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The threads, open files and temporary files of this process that somebody has to end, close or
 * delete.
 *
 * @param files by the number of the handle
 */
record Leftovers(Set<Thread> threads, Map<String, String> files, Set<String> temporary) {
  /** For threads that were told to end, and do so in a moment. */
  private static final Duration PATIENCE = Duration.ofSeconds(5);

  private static final String OURS = "signet-";

  /** Threads that keep the JVM alive and are no test's: the main one, JUnit's, Surefire's. */
  private static final Pattern FOREIGN_THREAD =
      Pattern.compile("main|DestroyJavaVM|(junit|surefire)-.*");

  /** Deleted later: by JUnit, by the browser that all tests share, by Mockito, by the JVM. */
  private static final Pattern FOREIGN_FILE =
      Pattern.compile(
          "(junit-|chromium|\\.org\\.chromium\\.|mockitoboot|hsperfdata_).*|.*_"
              + ProcessHandle.current().pid());

  /** Handles of this process, on Linux; elsewhere nothing is told of open files. */
  private static final File HANDLES = new File("/proc/self/fd");

  private static final Path TEMPORARY = Path.of(System.getProperty("java.io.tmpdir"));

  /**
   * Whether no other process has its temporary files where this one has: so it is when Maven runs
   * the tests, but not in an IDE.
   */
  private static final boolean ALONE = Boolean.getBoolean("signet.temporary.own");

  /** Returns what is there. */
  static Leftovers now() {
    return new Leftovers(liveThreads(), openFiles(), temporaryFiles());
  }

  /** Says what is there and was not there before, once threads had time to end. */
  static List<String> since(Leftovers before) {
    List<String> left = new ArrayList<>();
    long end = System.nanoTime() + PATIENCE.toNanos();
    for (Thread thread : liveThreads()) {
      if (!before.knows(thread) && !endsBefore(end, thread)) {
        left.add("thread \"" + thread.getName() + "\"");
      }
    }
    openFiles()
        .forEach(
            (number, file) -> {
              if (!file.equals(before.files.get(number))) {
                left.add("open file " + file);
              }
            });
    for (String name : temporaryFiles()) {
      if (!before.temporary.contains(name)) {
        left.add("temporary file " + TEMPORARY.resolve(name));
      }
    }
    return left;
  }

  /** The pool of a server that several tests share may grow while one of them runs. */
  private boolean knows(Thread thread) {
    return threads.contains(thread)
        || (!thread.getName().startsWith(OURS)
            && threads.stream().anyMatch(known -> pool(known).equals(pool(thread))));
  }

  private static String pool(Thread thread) {
    return thread.getName().replaceFirst("-\\d+$", "");
  }

  private static boolean endsBefore(long end, Thread thread) {
    try {
      TimeUnit.NANOSECONDS.timedJoin(thread, Math.max(1, end - System.nanoTime()));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return !thread.isAlive();
  }

  /** Those that keep a JVM alive, and ours. */
  private static Set<Thread> liveThreads() {
    ThreadGroup all = Thread.currentThread().getThreadGroup();
    while (all.getParent() != null) {
      all = all.getParent();
    }
    Thread[] threads = new Thread[2 * all.activeCount() + 10];
    Set<Thread> alive = Collections.newSetFromMap(new IdentityHashMap<>());
    Arrays.stream(threads, 0, all.enumerate(threads))
        .filter(thread -> thread.getName().startsWith(OURS) || !thread.isDaemon())
        .filter(thread -> !FOREIGN_THREAD.matcher(thread.getName()).matches())
        .forEach(alive::add);
    return alive;
  }

  private static Map<String, String> openFiles() {
    Map<String, String> open = new HashMap<>();
    for (String number : Objects.requireNonNullElse(HANDLES.list(), new String[0])) {
      try {
        Path file = Files.readSymbolicLink(HANDLES.toPath().resolve(number));
        boolean isOurs = file.startsWith(TEMPORARY) || file.startsWith("/dev/shm/");
        if (isOurs && !name(file).startsWith("mockitoboot")) {
          open.put(number, file.toString().replace(" (deleted)", ""));
        }
      } catch (IOException e) {
        // Closed meanwhile, or the handle of the listing itself.
      }
    }
    return open;
  }

  private static Set<String> temporaryFiles() {
    if (!ALONE) {
      return Set.of();
    }
    try (Stream<Path> files = Files.list(TEMPORARY)) {
      Set<String> names = new HashSet<>();
      files.filter(file -> !isForeign(file)).forEach(file -> names.add(name(file)));
      return names;
    } catch (IOException e) {
      throw new AssertionError("cannot list " + TEMPORARY, e);
    }
  }

  private static boolean isForeign(Path file) {
    return FOREIGN_FILE.matcher(name(file)).matches();
  }

  private static String name(Path file) {
    return String.valueOf(file.getFileName());
  }
}

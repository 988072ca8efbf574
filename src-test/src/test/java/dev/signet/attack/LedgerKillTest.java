package dev.signet.attack;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.signet.admit.FileSigningLedger;
import dev.signet.policy.LedgerEntry;
import dev.signet.policy.LedgerException;
import dev.signet.policy.SignedRelease;
import dev.signet.policy.VersionOrder;
import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A process that is killed while it writes the ledger, of the group "State". */
class LedgerKillTest {
  private static final int LANES = 2;
  private static final int KILLS_PER_LANE = 100;
  private static final int IDS = 5;
  private static final int FRESH_EVERY = 6;

  @TempDir Path temp;

  /** Records ever higher versions, and starts new ledgers between, until it is killed. */
  static final class Recorder {
    private Recorder() {}

    public static void main(String[] args) throws LedgerException {
      Path folder = Path.of(args[0]);
      int number = Integer.parseInt(args[1]);
      try (FileSigningLedger ledger = open(folder.resolve("state"))) {
        // Nobody listens any more when the test has failed.
        while (!System.out.checkError()) {
          ledger.record(List.of(release(number)), Instant.now(), VersionOrder.semantic());
          System.out.println(number);
          if (number % FRESH_EVERY == 0) {
            open(folder.resolve("fresh-" + number)).close();
          }
          number++;
        }
      }
    }
  }

  @Test
  @Timeout(value = 10, unit = TimeUnit.MINUTES)
  void ledgerWhenItsWriterIsKilledIsReadableAndKnowsAllThatWasReported() throws Exception {
    ExecutorService pool = Executors.newFixedThreadPool(LANES);
    try {
      List<Future<?>> lanes = new ArrayList<>();
      for (int lane = 0; lane < LANES; lane++) {
        Path folder = Files.createDirectory(temp.resolve("lane-" + lane));
        Random random = new Random(lane);
        lanes.add(
            pool.submit(
                () -> {
                  killOverAndOver(folder, random);
                  return null;
                }));
      }
      for (Future<?> lane : lanes) {
        lane.get();
      }
    } finally {
      pool.shutdownNow();
    }
  }

  private static void killOverAndOver(Path folder, Random random) throws Exception {
    int next = 1;
    for (int kill = 0; kill < KILLS_PER_LANE; kill++) {
      int reported = recordAndKill(folder, next, random);
      assertThat(reported).as("records before kill %d", kill).isGreaterThanOrEqualTo(next);
      next = checkLedger(folder.resolve("state"), reported) + 1;
      checkFreshLedgers(folder);
    }
  }

  /** Returns the last number the child said it had recorded. */
  private static int recordAndKill(Path folder, int first, Random random) throws Exception {
    Process child =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-cp",
                classPath(),
                Recorder.class.getName(),
                folder.toString(),
                String.valueOf(first))
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    int reported = 0;
    try (BufferedReader lines =
        new BufferedReader(new InputStreamReader(child.getInputStream(), UTF_8))) {
      int records = 1 + random.nextInt(10);
      for (int i = 0; i < records; i++) {
        reported = number(lines, reported);
      }
      LockSupport.parkNanos(TimeUnit.MICROSECONDS.toNanos(random.nextInt(4_000)));
      assertThat(child.isAlive()).as("it never ends by itself").isTrue();
      // Not by the process itself: that would close the stream with what it has still said.
      assertThat(child.toHandle().destroyForcibly()).isTrue();
      for (int more = number(lines, reported); more > reported; ) {
        reported = more;
        more = number(lines, reported);
      }
    } finally {
      child.destroyForcibly().waitFor();
    }
    return reported;
  }

  private static int number(BufferedReader lines, int before) throws IOException {
    String line = lines.readLine();
    return line == null || line.isEmpty() ? before : Integer.parseInt(line);
  }

  /** Returns the last number that was recorded, said or not. */
  private static int checkLedger(Path state, int reported) throws LedgerException, IOException {
    int last = reported;
    try (FileSigningLedger ledger = open(state)) {
      assertThat(ledger.latestInstant()).isPresent();
      for (int number = Math.max(1, reported - IDS + 1); number <= reported; number++) {
        LedgerEntry entry = ledger.find(release(number).id()).orElseThrow();
        int highest = Integer.parseInt(entry.highestVersion());
        assertThat(highest).isGreaterThanOrEqualTo(number).isLessThanOrEqualTo(reported + 1);
        assertThat(Integer.parseInt(entry.firstVersion())).isLessThanOrEqualTo(IDS);
        last = Math.max(last, highest);
      }
    }
    try (Stream<Path> files = Files.list(state)) {
      assertThat(files).as("nothing is left behind").hasSize(3);
    }
    return last;
  }

  private static void checkFreshLedgers(Path folder) throws LedgerException, IOException {
    try (Stream<Path> folders = Files.list(folder)) {
      for (Path fresh : folders.filter(path -> !path.endsWith("state")).toList()) {
        try (FileSigningLedger ledger = open(fresh)) {
          assertThat(ledger.entries()).isEmpty();
        }
        for (String name : List.of("ledger.json", "instance", "ledger.lock")) {
          Files.delete(fresh.resolve(name));
        }
        Files.delete(fresh);
      }
    }
  }

  private static FileSigningLedger open(Path folder) {
    return FileSigningLedger.open(folder, List.of());
  }

  private static SignedRelease release(int number) {
    return new SignedRelease("p" + number % IDS, String.valueOf(number), "ab".repeat(32));
  }

  /** Without what makes the start of two hundred processes slow. */
  private static String classPath() {
    return Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator, -1))
        .filter(entry -> !entry.contains("logback"))
        .collect(Collectors.joining(File.pathSeparator));
  }
}

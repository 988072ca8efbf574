package dev.signet.attack;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signet.admit.FileSigningLedger;
import dev.signet.policy.LedgerEntry;
import dev.signet.policy.LedgerException;
import dev.signet.policy.SignedRelease;
import dev.signet.policy.VersionOrder;
import dev.signet.testkit.Kills;
import dev.signet.testkit.Thorough;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A process that is killed while it writes the ledger, of the group "State". */
@Tag("kill")
class LedgerKillTest {
  private static final int KILLS = Thorough.times(200, 12);
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
        Kills.report(0);
        while (true) {
          ledger.record(List.of(release(number)), Instant.now(), VersionOrder.semantic());
          Kills.report(number);
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
  void ledger_whenItsWriterIsKilled_isReadableAndKnowsAllThatWasReported() throws Exception {
    AtomicInteger records = new AtomicInteger();

    Kills.of(Recorder.class)
        .times(KILLS)
        .afterSteps(4)
        .within(Duration.ofMillis(4))
        .run(number -> new Lane(Files.createDirectory(temp.resolve("lane-" + number)), records));

    assertThat(records).as("records before all kills").hasValueGreaterThan(KILLS);
  }

  /** Goes on with the ledger that was left. */
  private static final class Lane implements Kills.Lane {
    private final Path folder;
    private final AtomicInteger records;
    private int last;

    Lane(Path folder, AtomicInteger records) {
      this.folder = folder;
      this.records = records;
    }

    @Override
    public String[] arguments() {
      return new String[] {folder.toString(), String.valueOf(last + 1)};
    }

    @Override
    public void check(int reported) throws Exception {
      int before = last;
      last = lastRecorded(folder.resolve("state"), Math.max(reported, before));
      records.addAndGet(last - before);
      checkFreshLedgers(folder);
    }
  }

  /** Returns the last number that was recorded, said or not. */
  private static int lastRecorded(Path state, int reported) throws LedgerException, IOException {
    int last = reported;
    try (FileSigningLedger ledger = open(state)) {
      assertThat(ledger.latestInstant().isPresent()).isEqualTo(!ledger.entries().isEmpty());
      for (LedgerEntry entry : ledger.entries()) {
        assertThat(Integer.parseInt(entry.firstVersion())).isLessThanOrEqualTo(IDS);
        last = Math.max(last, Integer.parseInt(entry.highestVersion()));
      }
      assertThat(last).isLessThanOrEqualTo(reported + 1);
      for (int number = Math.max(1, reported - IDS + 1); number <= reported; number++) {
        LedgerEntry entry = ledger.find(release(number).id()).orElseThrow();
        assertThat(Integer.parseInt(entry.highestVersion())).isGreaterThanOrEqualTo(number);
      }
    }
    try (Stream<Path> files = Files.list(state)) {
      assertThat(files.map(file -> file.getFileName().toString()))
          .as("nothing is left behind")
          .contains("instance", "ledger.json", "ledger.lock")
          .isSubsetOf("instance", "ledger.json", "ledger.lock", "ledger.parsed");
    }
    return last;
  }

  private static void checkFreshLedgers(Path folder) throws LedgerException, IOException {
    try (Stream<Path> folders = Files.list(folder)) {
      for (Path fresh : folders.filter(path -> !path.endsWith("state")).toList()) {
        try (FileSigningLedger ledger = open(fresh)) {
          assertThat(ledger.entries()).isEmpty();
        }
        Files.deleteIfExists(fresh.resolve("ledger.parsed"));
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
    return new SignedRelease(
        "p" + number % IDS, String.valueOf(number), "ab".repeat(32), "12".repeat(64));
  }
}

package dev.signet.trust;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signet.testkit.Certificates;
import dev.signet.testkit.FastJvm;
import dev.signet.testkit.RevocationLists;
import java.io.IOException;
import java.io.InputStream;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Kills a real process while it replaces the copy of a revocation list. */
class LastGoodListsKillTest {
  private static final int KILLS = 200;
  private static final int LISTS = 120;
  private static final int AT_ONCE = 2;
  private static final String AUTHORITY = "ab".repeat(32);

  @TempDir private Path temp;

  /** Keeps list after list, and says after each which one it has kept. */
  static final class Keeper {
    private Keeper() {}

    public static void main(String[] args) throws Exception {
      LastGoodLists copies = LastGoodLists.in(Path.of(args[1]));
      int next = copies.age(AUTHORITY).map(age -> age.number().orElseThrow().intValue()).orElse(0);
      List<RevocationList> lists = new ArrayList<>();
      for (int number = next + 1; number <= Math.min(next + 40, LISTS); number++) {
        lists.add(TrustFiles.revocationLists(Path.of(args[0], number + ".crl")).get(0));
      }
      System.out.write(0);
      System.out.flush();
      for (RevocationList list : lists) {
        copies.keep(AUTHORITY, list);
        System.out.write(list.number().orElseThrow().intValue());
        System.out.flush();
      }
      Thread.sleep(Long.MAX_VALUE);
    }
  }

  @Test
  @Timeout(value = 5, unit = TimeUnit.MINUTES)
  void killedAtAnyMoment_theNewestListReportedIsThereAndReadable() throws Exception {
    Path lists = writeLists();
    FastJvm jvm =
        FastJvm.of(
            Files.createDirectory(temp.resolve("jvm")),
            Keeper.class,
            List.of("bcprov", "bcpkix", "bcutil", "slf4j-api", "signet-integrity"),
            lists.toString(),
            temp.resolve("first").toString());
    ExecutorService pool = Executors.newFixedThreadPool(AT_ONCE);
    try {
      List<Future<Integer>> interrupted = new ArrayList<>();
      for (int half = 0; half < AT_ONCE; half++) {
        int seed = half;
        interrupted.add(pool.submit(() -> killOverAndOver(jvm, lists, seed)));
      }
      int inTheMiddle = 0;
      for (Future<Integer> each : interrupted) {
        inTheMiddle += each.get();
      }
      assertThat(inTheMiddle).as("kills between two lists").isGreaterThan(KILLS / 4);
    } finally {
      pool.shutdownNow();
    }
  }

  /** Returns how often the process was killed before it had come to its end. */
  private int killOverAndOver(FastJvm jvm, Path lists, int seed) throws Exception {
    Random random = new Random(seed);
    int inTheMiddle = 0;
    Path copies = temp.resolve("copies" + seed + "-0");
    for (int kill = 0; kill < KILLS / AT_ONCE; kill++) {
      int reported = runAndKill(jvm, random.nextInt(40_000), lists, copies);
      LastGoodLists after = LastGoodLists.in(copies);
      int kept = after.age(AUTHORITY).map(age -> age.number().orElseThrow().intValue()).orElse(0);

      assertThat(after.damages()).isEmpty();
      assertThat(kept).isGreaterThanOrEqualTo(reported);
      if (kept > 0) {
        assertThat(after.list(AUTHORITY).orElseThrow().number()).contains(BigInteger.valueOf(kept));
      }
      if (kept == LISTS) {
        copies = temp.resolve("copies" + seed + "-" + (kill + 1));
      } else {
        inTheMiddle++;
      }
    }
    return inTheMiddle;
  }

  private static int runAndKill(FastJvm jvm, int micros, Path lists, Path copies) throws Exception {
    Process keeper = jvm.start(lists.toString(), copies.toString());
    int reported = 0;
    try (InputStream out = keeper.getInputStream()) {
      assertThat(out.read()).as("the keeper's sign of life").isZero();
      TimeUnit.MICROSECONDS.sleep(micros);
      // The process's own method would close the stream that is still to be read.
      keeper.toHandle().destroyForcibly();
      for (int number = out.read(); number >= 0; number = out.read()) {
        reported = number;
      }
    } finally {
      keeper.destroyForcibly().waitFor();
    }
    return reported;
  }

  private Path writeLists() throws IOException {
    Path folder = Files.createDirectory(temp.resolve("lists"));
    Certificates.Issued root = Certificates.root("Root").make();
    for (int number = 1; number <= LISTS; number++) {
      RevocationLists list = RevocationLists.of(root).number(number);
      for (int serial = 0; serial < number; serial++) {
        list.revoked(BigInteger.valueOf(serial), Certificates.FROM);
      }
      Files.write(folder.resolve(number + ".crl"), list.der());
    }
    return folder;
  }
}

package dev.signet.trust;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signet.testkit.Certificates;
import dev.signet.testkit.Kills;
import dev.signet.testkit.RevocationLists;
import dev.signet.testkit.Thorough;
import dev.signet.trust.live.CrlCache;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Kills a real process while it replaces the copy of a revocation list. */
@Tag("kill")
class LastGoodListsKillTest {
  private static final int KILLS = Thorough.times(200, 12);
  private static final int LISTS = 60;
  private static final int AT_ONCE = 15;
  private static final String AUTHORITY = "ab".repeat(32);

  @TempDir private Path temp;

  /** Keeps list after list, and says after each which one it has kept. */
  static final class Keeper {
    private Keeper() {}

    public static void main(String[] args) throws Exception {
      CrlCache copies = CrlCache.in(Path.of(args[1]));
      int next = kept(copies);
      List<RevocationList> lists = new ArrayList<>();
      for (int number = next + 1; number <= Math.min(next + AT_ONCE, LISTS); number++) {
        lists.add(TrustFiles.revocationLists(Path.of(args[0], number + ".crl")).lists().get(0));
      }
      Kills.report(0);
      for (RevocationList list : lists) {
        copies.keep(AUTHORITY, list);
        Kills.report(list.number().orElseThrow().intValue());
      }
      Thread.sleep(Long.MAX_VALUE);
    }
  }

  @Test
  @Timeout(value = 5, unit = TimeUnit.MINUTES)
  void newestListReported_whenKilledAtAnyMoment_isThereAndReadable() throws Exception {
    Path lists = writeLists();
    AtomicInteger inTheMiddle = new AtomicInteger();

    Kills.of(Keeper.class)
        .times(KILLS)
        .within(Duration.ofMillis(40))
        .run(number -> new Lane(lists, temp.resolve("copies-" + number), inTheMiddle));

    assertThat(inTheMiddle).as("kills between two lists").hasValueGreaterThanOrEqualTo(KILLS / 5);
  }

  /** Goes on with the copies that were left, and begins anew when all lists are kept. */
  private static final class Lane implements Kills.Lane {
    private final Path lists;
    private final Path folder;
    private final AtomicInteger inTheMiddle;
    private int begun;

    Lane(Path lists, Path folder, AtomicInteger inTheMiddle) {
      this.lists = lists;
      this.folder = folder;
      this.inTheMiddle = inTheMiddle;
    }

    @Override
    public String[] arguments() {
      return new String[] {lists.toString(), copies().toString()};
    }

    @Override
    public void check(int reported) throws Exception {
      CrlCache after = CrlCache.in(copies());
      int kept = kept(after);

      assertThat(after.damages()).isEmpty();
      assertThat(kept).isGreaterThanOrEqualTo(reported);
      if (kept > 0) {
        assertThat(after.list(AUTHORITY).orElseThrow().number()).contains(BigInteger.valueOf(kept));
      }
      if (kept == LISTS) {
        begun++;
      } else {
        inTheMiddle.incrementAndGet();
      }
    }

    private Path copies() {
      return folder.resolve(String.valueOf(begun));
    }
  }

  private static int kept(CrlCache copies) {
    return copies.age(AUTHORITY).map(age -> age.number().orElseThrow().intValue()).orElse(0);
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

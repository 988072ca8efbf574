package dev.signet.lock;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.signet.testkit.Locks;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

class PluginsLockTest {
  private static final LockedPlugin CLOCK = Locks.plugin("clock", "1.0", "a");
  private static final LockedPlugin DISK = Locks.plugin("disk", "1.0", "b");

  private static PluginsLock of(long number, List<LockedPlugin> plugins) {
    return new PluginsLock(Locks.FLEET, number, Locks.CREATED, plugins);
  }

  @Test
  void number_whenOutOfBounds_isRefused() {
    assertThat(of(PluginsLock.HIGHEST, List.of()).number()).isEqualTo(9_007_199_254_740_991L);
    for (long number : new long[] {0, -1, PluginsLock.HIGHEST + 1, Long.MIN_VALUE}) {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> of(number, List.of()))
          .withMessageContaining("number");
    }
  }

  @Test
  void plugins_whenTwiceOrOutOfOrderOrTooMany_areRefused() {
    assertThatIllegalArgumentException().isThrownBy(() -> of(1, List.of(DISK, CLOCK)));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> of(1, List.of(CLOCK, CLOCK)))
        .withMessageContaining("'clock' is there twice");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> of(1, Collections.nCopies(PluginsLock.MOST_PLUGINS + 1, CLOCK)))
        .withMessageContaining("5000");
  }

  @Test
  void plugin_isFoundByItsIdAlone() {
    PluginsLock lock = of(1, List.of(CLOCK, DISK));

    assertThat(lock.plugin("disk")).contains(DISK);
    assertThat(lock.plugin("dis")).isEmpty();
  }

  @Test
  void digest_whenAnythingDiffers_differs() {
    PluginsLock lock = of(1, List.of(CLOCK));

    assertThat(
            List.of(
                lock.digest(),
                of(2, List.of(CLOCK)).digest(),
                of(1, List.of(DISK)).digest(),
                of(1, List.of(Locks.plugin("clock", "1.0", "c"))).digest(),
                new PluginsLock("south", 1, Locks.CREATED, List.of(CLOCK)).digest(),
                new PluginsLock(Locks.FLEET, 1, Locks.CREATED.plusSeconds(1), List.of(CLOCK))
                    .digest()))
        .doesNotHaveDuplicates();
    assertThat(of(1, List.of(CLOCK)).digest()).isEqualTo(lock.digest());
  }
}

package dev.signet.lock;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.signet.testkit.Locks;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LockMemoryTest {
  private static final PluginsLock SEVEN = Locks.lock(7, Locks.plugin("clock", "1.0", "a"));

  @TempDir Path folder;
  private Path file;
  private Path mark;

  @BeforeEach
  void setUp() {
    file = folder.resolve("lock-number.json");
    mark = folder.resolve("lock-number.seen");
  }

  /** As after a restart. */
  private LockMemory memory() {
    return LockMemory.in(folder);
  }

  private void assertRefused(PluginsLock lock, String... why) {
    assertThatThrownBy(() -> memory().accept(lock))
        .isInstanceOf(LockException.class)
        .hasMessageContainingAll(why);
    assertThatThrownBy(() -> memory().check(lock)).isInstanceOf(LockException.class);
  }

  @Test
  void number_whenItGoesUp_isRemembered() throws Exception {
    assertThat(memory().number()).isEmpty();

    memory().accept(SEVEN);
    memory().accept(SEVEN);
    assertThat(memory().number()).contains(7L);
    memory().accept(Locks.lock(9));

    assertThat(memory().number()).contains(9L);
  }

  @Test
  void number_whenOnlyLookedAt_isNotRemembered() throws Exception {
    memory().check(SEVEN);

    assertThat(memory().number()).isEmpty();
    assertThat(folder).isEmptyDirectory();
  }

  @Test
  void list_whenOlder_isRefused() throws Exception {
    memory().accept(SEVEN);

    assertRefused(Locks.lock(6), "number 6", "number 7");
  }

  @Test
  void list_whenOtherUnderTheSameNumber_isRefused() throws Exception {
    memory().accept(SEVEN);

    assertRefused(Locks.lock(7), "number 7", "something else");
  }

  @Test
  void list_whenOfAnotherFleetThanBefore_isRefused() throws Exception {
    memory().accept(SEVEN);

    assertRefused(Locks.lock("south", 8), "'north'", "'south'", file.toString());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "{",
        "{}",
        "null",
        "{\"fleet\":\"north\",\"number\":0,\"digest\":\"a\"}",
        "{\"fleet\":\"north\",\"number\":1}",
        "{\"fleet\":\"north\",\"number\":1,\"digest\":\"a\",\"more\":1}"
      })
  void memory_whenDamaged_takesNoListUntilItIsReset(String damage) throws Exception {
    memory().accept(SEVEN);
    Files.writeString(file, damage);

    assertRefused(Locks.lock(8), file.toString(), "goes by none");
    assertThatThrownBy(() -> memory().number()).isInstanceOf(LockException.class);

    memory().reset();
    memory().accept(Locks.lock("south", 1));
  }

  @Test
  void memory_whenGone_takesNoList() throws Exception {
    memory().accept(SEVEN);
    Files.delete(file);

    assertRefused(Locks.lock(8), "it is gone", mark.getFileName().toString());
  }

  @Test
  void mark_whenAKillKeptItAway_isMadeUpFor() throws Exception {
    memory().accept(SEVEN);
    Files.delete(mark);

    assertThat(memory().number()).contains(7L);

    Files.delete(file);
    assertRefused(Locks.lock(8), "it is gone");
  }

  @Test
  void memory_whenOthersCanWriteToIt_isNotBelieved() throws Exception {
    memory().accept(SEVEN);
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-rw-rw-"));

    assertRefused(Locks.lock(8), file.toString());
  }

  @ParameterizedTest
  @ValueSource(strings = {"lock-number.json", "lock-number.seen"})
  @Timeout(value = 30, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
  void memory_whenAPipeLiesInItsPlace_isNotWaitedFor(String name) throws Exception {
    memory().accept(SEVEN);
    Path pipe = folder.resolve(name);
    Files.delete(pipe);
    assertThat(new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor()).isZero();
    Files.setPosixFilePermissions(pipe, PosixFilePermissions.fromString("rw-------"));

    if (name.endsWith(".json")) {
      assertRefused(Locks.lock(8), name, "no regular file");
    } else {
      memory().accept(Locks.lock(8)); // that there is something is all that counts
    }
  }

  @Test
  void memory_whenALinkLiesInItsPlace_isNotFollowed() throws Exception {
    Path other = Files.createDirectory(folder.resolve("other"));
    LockMemory.in(other).accept(Locks.lock(1));
    Files.createSymbolicLink(file, other.resolve("lock-number.json"));

    assertRefused(Locks.lock(8), file.toString());
  }

  @Test
  void list_whenItCannotBeRemembered_isNotTaken() throws Exception {
    LockMemory nowhere = LockMemory.in(folder.resolve("none"));

    assertThatThrownBy(() -> nowhere.accept(SEVEN))
        .isInstanceOf(LockException.class)
        .hasMessageContaining("could not be written");
  }
}

package dev.signet.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.File;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ExclusiveLockTest {
  private static final File HANDLES = new File("/proc/self/fd");

  @TempDir Path folder;

  @Test
  void lock_whenHeldInThisProcess_isRefusedWithoutAnotherHandle() throws IOException {
    assumeThat(HANDLES).isDirectory();
    Path file = folder.resolve("lock");
    Path linked = Files.createSymbolicLink(folder.resolve("link"), folder).resolve("lock");
    try (FileChannel held = ExclusiveLock.take(file).orElseThrow()) {
      for (int i = 0; i < 5; i++) {
        assertThat(ExclusiveLock.take(file)).isEmpty();
        assertThat(ExclusiveLock.take(linked)).isEmpty();
        assertThat(ExclusiveLock.take(file, Duration.ofMillis(30))).isEmpty();
      }
      assertThat(handles(file)).isEqualTo(1);
      assertThat(held.isOpen()).isTrue();
    }
    assertThat(handles(file)).isZero();
  }

  @Test
  void lock_whenGivenBack_isTakenAgainAlsoByAnotherName() throws IOException {
    Path file = folder.resolve("lock");
    ExclusiveLock.take(file).orElseThrow().close();
    Path linked = Files.createSymbolicLink(folder.resolve("link"), folder).resolve("lock");

    try (FileChannel again = ExclusiveLock.take(linked).orElseThrow()) {
      assertThat(again.isOpen()).isTrue();
      assertThat(ExclusiveLock.take(file)).isEmpty();
    }
  }

  @Test
  void lock_whenItsFileWasReplacedWhileHeld_isAnother() throws IOException {
    Path file = folder.resolve("lock");
    try (FileChannel held = ExclusiveLock.take(file).orElseThrow()) {
      Files.delete(file);
      try (FileChannel other = ExclusiveLock.take(file).orElseThrow()) {
        assertThat(other).isNotSameAs(held);
      }
    }
  }

  /** As code of another class loader would: its lock must survive that ours is refused. */
  @Test
  void lock_whenHeldByOtherCodeOfThisProcess_isRefusedWithOneHandleAndTakenLater()
      throws IOException {
    assumeThat(HANDLES).isDirectory();
    Path file = Files.createFile(folder.resolve("lock"));
    try (FileChannel foreign = FileChannel.open(file, StandardOpenOption.WRITE)) {
      assertThat(foreign.lock().isValid()).isTrue();
      for (int i = 0; i < 5; i++) {
        assertThat(ExclusiveLock.take(file, Duration.ofMillis(30))).isEmpty();
      }
      assertThat(handles(file)).isEqualTo(2);
    }
    try (FileChannel ours = ExclusiveLock.take(file).orElseThrow()) {
      assertThatExceptionOfType(OverlappingFileLockException.class).isThrownBy(ours::tryLock);
      assertThat(handles(file)).isEqualTo(1);
    }
  }

  @Test
  void lock_whenItsFileIsALinkOrAFolder_isNotTaken() throws IOException {
    Path link = Files.createSymbolicLink(folder.resolve("link"), folder.resolve("elsewhere"));

    assertThatExceptionOfType(FileSystemException.class).isThrownBy(() -> ExclusiveLock.take(link));
    assertThatExceptionOfType(FileSystemException.class)
        .isThrownBy(() -> ExclusiveLock.take(Files.createDirectory(folder.resolve("folder"))));
    assertThat(folder.resolve("elsewhere")).doesNotExist();
  }

  private static long handles(Path file) {
    return Stream.of(Objects.requireNonNull(HANDLES.list()))
        .filter(
            number -> {
              try {
                return Files.readSymbolicLink(HANDLES.toPath().resolve(number)).equals(file);
              } catch (IOException e) {
                return false;
              }
            })
        .count();
  }
}

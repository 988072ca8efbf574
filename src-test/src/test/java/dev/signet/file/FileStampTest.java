package dev.signet.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.signet.testkit.Trees;
import java.io.IOException;
import java.net.URI;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileStampTest {
  @TempDir Path folder;

  @Test
  void stamp_whenContentChangesAndItsTimeIsSetBack_changesAllTheSame() throws Exception {
    Path file = Trees.write(folder.resolve("a"), new byte[] {1});
    FileStamp before = stamp(file);
    FileTime time = Files.getLastModifiedTime(file);

    Thread.sleep(20);
    Files.write(file, new byte[] {2});
    Files.setLastModifiedTime(file, time);

    FileStamp after = stamp(file);
    assertThat(after.modifiedTimeNanos()).isEqualTo(before.modifiedTimeNanos());
    assertThat(after.size()).isEqualTo(before.size());
    assertThat(after).isNotEqualTo(before);
  }

  @Test
  void stamp_whenNothingChanges_isEqual() throws Exception {
    Path file = Trees.write(folder.resolve("a"), new byte[] {1});

    assertThat(stamp(file)).isEqualTo(stamp(file));
  }

  @Test
  void stamp_whenPathIsALink_isTheLinks() throws Exception {
    Path file = Trees.write(folder.resolve("a"), new byte[100]);
    Path link = Files.createSymbolicLink(folder.resolve("link"), file);

    assertThat(stamp(link).inode()).isNotEqualTo(stamp(file).inode());
  }

  @Test
  void stamp_whenOwnerMayExecute_saysSo() throws Exception {
    Path file = Trees.write(folder.resolve("a"), new byte[1]);
    assertThat(stamp(file).isExecutable()).isFalse();

    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwx------"));
    assertThat(stamp(file).isExecutable()).isTrue();
  }

  @Test
  void stamp_whenFileSystemHasNoChangeTime_isEmpty() throws Exception {
    Path zip = Trees.archive(folder.resolve("a.zip"), Trees.files("a", "x"));
    try (FileSystem inside =
        FileSystems.newFileSystem(URI.create("jar:" + zip.toUri()), Map.of())) {
      assertThat(FileStamp.of(inside.getPath("a"))).isEmpty();
    }
  }

  @Test
  void stamp_whenNothingIsThere_fails() {
    assertThatThrownBy(() -> FileStamp.of(folder.resolve("none")))
        .isInstanceOf(NoSuchFileException.class);
  }

  @Test
  void isRacy_whenChangedWithinTheClocksGranularity_isTrue() {
    Instant read = Instant.parse("2026-11-22T12:00:00Z");
    long nanos = read.getEpochSecond() * 1_000_000_000L;

    assertThat(changedAt(nanos - 3_000_000_000L, 0).isRacy(read)).isFalse();
    assertThat(changedAt(nanos - 2_000_000_000L, 0).isRacy(read)).isTrue();
    assertThat(changedAt(nanos, 0).isRacy(read)).isTrue();
    assertThat(changedAt(nanos + 1, 0).isRacy(read)).isTrue();
    assertThat(changedAt(0, nanos).isRacy(read)).isTrue();
  }

  private static FileStamp changedAt(long changeTimeNanos, long modifiedTimeNanos) {
    return new FileStamp(1, 1, changeTimeNanos, modifiedTimeNanos, 1, 0);
  }

  private static FileStamp stamp(Path file) throws IOException {
    Optional<FileStamp> stamp = FileStamp.of(file);
    assumeThat(stamp).as("this file system has change times").isPresent();
    return stamp.get();
  }
}

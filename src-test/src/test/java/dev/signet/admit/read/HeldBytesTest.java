package dev.signet.admit.read;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.signet.bundle.archive.ArchiveFile;
import dev.signet.manifest.Digest;
import dev.signet.testkit.Trees;
import java.lang.ref.Reference;
import java.lang.reflect.Field;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HeldBytesTest {
  private static final byte[] CONTENT = {1, 2, 3, 4};
  private static final byte[] OTHER = {1, 2, 9, 4};

  @TempDir private Path temp;

  @Test
  void bytes_whenTheFileChangesAfterwards_areWhatWasHashed() throws Exception {
    Path file = Trees.write(temp.resolve("a.jar"), CONTENT);
    try (ArchiveFile.Bytes held = HeldBytes.of(new OpenFile(file), Digest.over(CONTENT))) {
      Files.write(file, OTHER);

      assertThat(read(held)).isEqualTo(CONTENT);
    }
  }

  @Test
  void bytes_whenMemoryWasNeededForOtherThings_areReadAgain() throws Exception {
    Path file = Trees.write(temp.resolve("a.jar"), CONTENT);
    try (ArchiveFile.Bytes held = HeldBytes.of(new OpenFile(file), Digest.over(CONTENT))) {
      giveBack(held);

      assertThat(read(held)).isEqualTo(CONTENT);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 3, 4, 5})
  void bytes_whenReadAgainAndTheFileHasChanged_areRefused(int length) throws Exception {
    Path file = Trees.write(temp.resolve("a.jar"), CONTENT);
    try (ArchiveFile.Bytes held = HeldBytes.of(new OpenFile(file), Digest.over(CONTENT))) {
      giveBack(held);
      byte[] changed = new byte[length];
      System.arraycopy(OTHER, 0, changed, 0, Math.min(length, OTHER.length));
      Files.write(file, changed);

      for (int attempt = 0; attempt < 2; attempt++) {
        assertThatExceptionOfType(ChangedException.class).isThrownBy(() -> read(held));
      }
      Files.write(file, CONTENT);
      assertThat(read(held)).as("put right again").isEqualTo(CONTENT);
    }
  }

  @Test
  void file_whenItIsNotTheSignedOne_isClosedAndItsDigestTold() throws Exception {
    Path file = Trees.write(temp.resolve("a.jar"), OTHER);

    assertThatExceptionOfType(ChangedException.class)
        .isThrownBy(() -> HeldBytes.of(new OpenFile(file), Digest.over(CONTENT)))
        .satisfies(e -> assertThat(e.current()).isEqualTo(Digest.over(OTHER).hex()));
  }

  private static byte[] read(ArchiveFile.Bytes held) throws Exception {
    ByteBuffer buffer = ByteBuffer.allocate(CONTENT.length + 1);
    assertThat(held.read(buffer, 1)).isEqualTo(CONTENT.length - 1);
    assertThat(held.read(buffer, CONTENT.length)).isEqualTo(-1);
    buffer.clear();
    assertThat(held.read(buffer, 0)).isEqualTo(held.size()).isEqualTo(CONTENT.length);
    return Arrays.copyOf(buffer.array(), buffer.position());
  }

  /** As the garbage collector does. */
  private static void giveBack(ArchiveFile.Bytes held) throws Exception {
    Field field = HeldBytes.class.getDeclaredField("held");
    field.setAccessible(true);
    ((Reference<?>) field.get(held)).clear();
  }
}

package dev.signet.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SmallFileTest {
  @TempDir Path folder;

  @Test
  void file_whenAtItsBound_isReadAndBeyondItRefused() throws IOException {
    Path file = Files.write(folder.resolve("file"), new byte[] {1, 2, 3});

    assertThat(SmallFile.read(file, 3)).containsExactly(1, 2, 3);
    assertThatIOException()
        .isThrownBy(() -> SmallFile.read(file, 2))
        .withMessageContaining(file + " has more than the 2 bytes allowed");
  }

  @Test
  void file_whenItIsALinkOrAFolder_isNotRead() throws IOException {
    Path file = Files.createFile(folder.resolve("file"));
    Path link = Files.createSymbolicLink(folder.resolve("link"), file);

    assertThatIOException().isThrownBy(() -> SmallFile.read(link, 9)).withMessageContaining("link");
    assertThatIOException().isThrownBy(() -> SmallFile.read(folder, 9));
  }
}

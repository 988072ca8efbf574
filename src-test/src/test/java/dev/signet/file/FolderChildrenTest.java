package dev.signet.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FolderChildrenTest {
  @TempDir private Path folder;

  @Test
  void folder_isListedWithAllThatItHolds() throws IOException {
    List<Path> all =
        List.of(
            Files.createFile(folder.resolve(".hidden")),
            Files.createFile(folder.resolve("a b")),
            Files.createFile(folder.resolve("\u00e9\ud83d\ude00")),
            Files.createDirectory(folder.resolve("folder")),
            Files.createSymbolicLink(folder.resolve("link"), folder.resolve("nowhere")));
    assertThat(FolderChildren.of(folder)).containsExactlyInAnyOrderElementsOf(all);
  }

  @Test
  void emptyFolder_hasNoChildren() throws IOException {
    assertThat(FolderChildren.of(folder)).isEmpty();
  }

  /** What a name that cannot be decoded reads as: it must be listed as it is on the disk. */
  @ParameterizedTest
  @ValueSource(strings = {"a\ufffd", "\ufffd", "what?"})
  void nameThatMayStandForSeveral_isListedAsItIs(String name) throws IOException {
    Path file = Files.createFile(folder.resolve(name));
    Path other = Files.createFile(folder.resolve("b"));
    assertThat(FolderChildren.of(folder)).containsExactlyInAnyOrder(file, other);
  }

  @Test
  void whatIsNoFolder_isSaidToBeNone() throws IOException {
    Path file = Files.createFile(folder.resolve("file"));
    assertThatExceptionOfType(NotDirectoryException.class)
        .isThrownBy(() -> FolderChildren.of(file));
    assertThatExceptionOfType(NoSuchFileException.class)
        .isThrownBy(() -> FolderChildren.of(folder.resolve("gone")));
  }
}

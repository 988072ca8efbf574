package dev.signet.pf4j.workspace;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signet.testkit.Trees;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SourceDeletionTest {
  @TempDir Path folder;

  @Test
  void folder_goesWithAllThatIsInItButNotWhatLinksPointTo() throws IOException {
    Path kept = Trees.folder(folder.resolve("kept"), Trees.files("file", "text"));
    Path plugin = Trees.folder(folder.resolve("plugin"), Trees.files("a/b/c", "1", "d/", ""));
    Files.createSymbolicLink(plugin.resolve("link"), kept);

    assertThat(SourceDeletion.delete(plugin)).isTrue();

    assertThat(plugin).doesNotExist();
    assertThat(kept.resolve("file")).hasContent("text");
  }

  @Test
  void link_goesItself() throws IOException {
    Path kept = Trees.folder(folder.resolve("kept"), Trees.files("file", "text"));
    Path link = Files.createSymbolicLink(folder.resolve("link"), kept);

    assertThat(SourceDeletion.delete(link)).isTrue();

    assertThat(link).doesNotExist();
    assertThat(kept.resolve("file")).exists();
  }

  @Test
  void deletion_whenNothingIsThere_deletesNothing() {
    assertThat(SourceDeletion.delete(folder.resolve("absent"))).isFalse();
  }
}

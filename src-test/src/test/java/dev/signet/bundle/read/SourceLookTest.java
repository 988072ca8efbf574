package dev.signet.bundle.read;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signet.admit.ForgedIndex;
import dev.signet.bundle.BundleEntry;
import dev.signet.bundle.EntryReader;
import dev.signet.bundle.EntryRules;
import dev.signet.bundle.Layout;
import dev.signet.bundle.Limits;
import dev.signet.bundle.SourceState;
import dev.signet.testkit.Trees;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Supplier;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What listing a source takes down, against what a look at all of it says later. */
class SourceLookTest {
  @TempDir Path temp;
  private Path source;

  @BeforeEach
  void makeFolder() throws IOException {
    source =
        Trees.folder(
            temp.resolve("p"), Trees.files("a", "1", "lib/b", "1", "lib/deep/c", "1", "z", "1"));
    Files.createDirectory(source.resolve("empty"));
  }

  @Test
  void folder_whenUnchanged_stillLooksAsItWasListed() throws IOException {
    ForgedIndex.settled(source);
    SourceState state = listed(source, Layout.PLUGIN, path -> {}).orElseThrow();
    assertThat(isStill(state)).isTrue();
    assertThat(state.files()).containsExactlyInAnyOrder("a", "lib/b", "lib/deep/c", "z");
  }

  @Test
  void archive_whenChanged_looksOtherwise() throws IOException {
    source = Trees.archive(temp.resolve("p.zip"), Trees.files("a", "1"));
    ForgedIndex.settled(source);
    SourceState state = listed(source, Layout.PLUGIN, path -> {}).orElseThrow();
    assertThat(isStill(state)).isTrue();
    Files.write(source, Files.readAllBytes(source));
    assertThat(isStill(state)).isFalse();
  }

  @Test
  void file_whenChangedAfterItWasLookedAt_looksOtherwise() throws IOException {
    ForgedIndex.settled(source);
    SourceState state = listed(source, Layout.PLUGIN, this::change).orElseThrow();
    assertThat(isStill(state)).isFalse();
  }

  @Test
  void folder_whenANameIsAddedWhileItIsListed_looksOtherwise() throws IOException {
    ForgedIndex.settled(source);
    SourceState state = listed(source, Layout.PLUGIN, this::addBeside).orElseThrow();
    assertThat(isStill(state)).isFalse();
  }

  @Test
  void folder_whenEmptyOneGetsAFile_looksOtherwise() throws IOException {
    ForgedIndex.settled(source);
    SourceState state = listed(source, Layout.PLUGIN, path -> {}).orElseThrow();
    Files.writeString(source.resolve("empty/new"), "x");
    assertThat(isStill(state)).isFalse();
  }

  @Test
  void folder_whenChangedJustNow_tellsNothing() throws IOException {
    Files.writeString(source.resolve("z"), "2");
    assertThat(listed(source, Layout.PLUGIN, path -> {})).isEmpty();
  }

  @Test
  void folder_whenSomethingInItIsNoPartOfTheBundle_tellsNothing() throws IOException {
    Files.createSymbolicLink(source.resolve("link"), Path.of("a"));
    ForgedIndex.settled(Files.writeString(temp.resolve("later"), "x"));
    assertThat(listed(source, Layout.PLUGIN, path -> {})).isEmpty();
  }

  @Test
  void folder_whenTheLayoutIgnoresAName_tellsNothing() throws IOException {
    Files.writeString(source.resolve(".DS_Store"), "x");
    ForgedIndex.settled(source);
    assertThat(listed(source, Layout.PLUGIN, path -> {})).isPresent();
    assertThat(listed(source, Layout.NEXTCLOUD_APP, path -> {})).isEmpty();
  }

  @Test
  void source_whenItIsNotThere_tellsNothing() {
    source = temp.resolve("none");
    assertThat(listed(source, Layout.PLUGIN, path -> {})).isEmpty();
  }

  @Test
  void folder_whenNobodyListedIt_tellsNothing() {
    ForgedIndex.settled(source);
    assertThat(SourceLook.at(source).state()).isEmpty();
  }

  private void change(String path) {
    if (path.equals("lib/b")) {
      write(path);
    }
  }

  private void addBeside(String path) {
    if (path.equals("lib/b")) {
      write("lib/new");
    }
  }

  private void write(String path) {
    try {
      Files.writeString(source.resolve(path), "2");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private boolean isStill(SourceState state) {
    // As it will be asked in a while, when no change can share its instant with the latest stamp.
    ForgedIndex.settled(source);
    return SourceState.isStill(source, state.packed(), Limits.DEFAULT);
  }

  /** Meddles when a file was looked at, which a reader would read from then on. */
  private Optional<SourceState> listed(Path place, Layout layout, Meddler meddler) {
    SourceLook look = SourceLook.at(place);
    FoundFiles files =
        look.and(
            new FoundFiles() {
              @Override
              public void opened(Supplier<EntryReader> readers) {}

              @Override
              public void found(BundleEntry entry) {
                meddler.found(entry.path().value());
              }
            });
    Path scratch = Trees.folder(temp.resolve("scratch"), Trees.files());
    try (Bundle bundle =
        BundleOpener.open(place, new EntryRules(layout, Limits.DEFAULT), scratch, files)) {
      assertThat(bundle.source()).isEqualTo(place);
      return look.state();
    }
  }

  private interface Meddler {
    void found(String path);
  }
}

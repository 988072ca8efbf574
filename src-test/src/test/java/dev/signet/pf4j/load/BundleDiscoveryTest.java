package dev.signet.pf4j.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import dev.signet.bundle.BundleKind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.EnumSet;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BundleDiscoveryTest {
  private final BundleDiscovery discovery = new BundleDiscovery(EnumSet.allOf(BundleKind.class));
  @TempDir Path root;

  @Test
  void bundles_areFoldersZipsAndJarsWhateverTheirCase() throws IOException {
    folder("folder", 1);
    file("archive.ZIP", 2);
    file("single.Jar", 3);
    file("enabled.txt", 4);
    file("disabled.txt", 5);
    folder(".hidden", 6);
    file("zip", 7);

    assertThat(names(discovery.in(List.of(root))))
        .containsExactly("single.Jar", "folder", "archive.ZIP");
  }

  @Test
  void order_isPf4jsAcrossRootsJarsFirstAndTheOldestFirst() throws IOException {
    Path other = Files.createDirectory(root.resolve("other"));
    Path first = Files.createDirectory(root.resolve("first"));
    file("first/new.jar", 40);
    file("other/old.jar", 10);
    folder("first/older", 5);
    file("other/b.zip", 20);
    file("other/a.zip", 20);

    assertThat(names(discovery.in(List.of(first, other, first))))
        .containsExactly("old.jar", "new.jar", "older", "a.zip", "b.zip");
  }

  @Test
  void folderBesideAnArchiveOfItsName_isLeftOutWhicheverIsNewer() throws IOException {
    file("older.zip", 1);
    folder("older", 2);
    folder("newer", 1);
    file("newer.Zip", 2);

    BundleDiscovery.Found found = discovery.in(List.of(root));

    assertThat(names(found)).containsExactly("older.zip", "newer.Zip");
    assertThat(found.shadowed())
        .containsOnly(
            entry(root.resolve("older"), root.resolve("older.zip")),
            entry(root.resolve("newer"), root.resolve("newer.Zip")));
  }

  @Test
  void link_isFoundAndLeftForTheVerifierToRefuse() throws IOException {
    Path outside = Files.createDirectories(root.resolve("outside/plugin"));
    Path plugins = Files.createDirectory(root.resolve("plugins"));
    Files.createSymbolicLink(plugins.resolve("linked"), outside);
    Files.createSymbolicLink(plugins.resolve("dangling.zip"), root.resolve("nowhere"));

    assertThat(names(discovery.in(List.of(plugins))))
        .containsExactlyInAnyOrder("linked", "dangling.zip");
  }

  @Test
  void root_whenAnotherOneIsALinkToIt_isLookedAtOnce() throws IOException {
    Path first = Files.createDirectory(root.resolve("first"));
    file("first/a.jar", 1);
    Path link = Files.createSymbolicLink(root.resolve("second"), first);

    assertThat(discovery.in(List.of(first, link)).bundles())
        .containsExactly(first.resolve("a.jar"));
  }

  @Test
  void root_whenItIsNotThere_holdsNothing() {
    assertThat(discovery.in(List.of(root.resolve("absent"))).bundles()).isEmpty();
  }

  @Test
  void kinds_whenTheHostDoesNotLoadThem_areNotFound() throws IOException {
    file("a.jar", 1);
    file("b.zip", 2);
    folder("b", 3);

    assertThat(names(new BundleDiscovery(EnumSet.of(BundleKind.JAR)).in(List.of(root))))
        .containsExactly("a.jar");
    assertThat(names(new BundleDiscovery(EnumSet.of(BundleKind.FOLDER)).in(List.of(root))))
        .containsExactly("b");
  }

  private void file(String name, int seconds) throws IOException {
    age(Files.createFile(root.resolve(name)), seconds);
  }

  private void folder(String name, int seconds) throws IOException {
    Path folder = Files.createDirectory(root.resolve(name));
    Files.writeString(folder.resolve("plugin.properties"), "plugin.id=a");
    age(folder, seconds);
  }

  private static void age(Path path, int seconds) throws IOException {
    Files.setLastModifiedTime(path, FileTime.fromMillis(1_000_000_000_000L + seconds * 1000L));
  }

  private static List<String> names(BundleDiscovery.Found found) {
    return found.bundles().stream().map(path -> path.getFileName().toString()).toList();
  }
}

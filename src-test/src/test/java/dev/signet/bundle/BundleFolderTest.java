package dev.signet.bundle;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signet.testkit.Trees;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BundleFolderTest {
  @TempDir Path root;

  @ParameterizedTest
  @ValueSource(
      strings = {
        "__MACOSX/._x",
        "__MACOSX/alpha/._plugin.properties",
        "photos/.DS_Store",
        "old/Thumbs.db",
        "old/desktop.ini"
      })
  void folder_whenOnlyLitterIsInIt_isLeftOver(String file) throws IOException {
    Trees.folder(root, Trees.files(file, "x"));

    List<Path> leftOver = new ArrayList<>();
    assertThat(BundleFolder.list(root, leftOver::add)).isEmpty();
    assertThat(leftOver).containsExactly(root.resolve(file.substring(0, file.indexOf('/'))));
  }

  @Test
  void folder_whenItIsEmpty_isLeftOver() throws IOException {
    Files.createDirectories(root.resolve("empty/deep"));

    assertThat(BundleFolder.list(root, leftOver -> {})).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "__MACOSX/plugin.properties",
        "__MACOSX/classes/META-INF/MANIFEST.MF",
        "alpha/lib/x.jar",
        "alpha/ds_store",
        "alpha/thumbs.db.exe"
      })
  void folder_whenAnythingElseIsInIt_isABundle(String file) throws IOException {
    Trees.folder(root, Trees.files(file, "x"));

    assertThat(BundleFolder.list(root, leftOver -> {}).values()).containsExactly(BundleKind.FOLDER);
  }

  @Test
  void folder_whenALinkIsInIt_isABundle() throws IOException {
    Files.createDirectory(root.resolve("alpha"));
    Files.createSymbolicLink(root.resolve("alpha/classes"), root.resolve("elsewhere"));

    assertThat(BundleFolder.list(root, leftOver -> {})).hasSize(1);
  }

  @Test
  void folder_whenItHoldsVeryMuchLitter_isABundle() throws IOException {
    Path deep = root.resolve("deep");
    for (int i = 0; i < 200; i++) {
      deep = deep.resolve("d");
    }
    Files.createDirectories(deep);

    assertThat(BundleFolder.list(root, leftOver -> {})).hasSize(1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"a.tar.gz", "a.tgz", "A.TAR", "a.tar.xz", "a.tar.bz2", "a.tar.zst"})
  void tarball_whenItLiesAmongBundles_isLeftOver(String name) throws IOException {
    Trees.folder(root, Trees.files(name, "x"));

    List<Path> leftOver = new ArrayList<>();
    assertThat(BundleFolder.list(root, leftOver::add)).isEmpty();
    assertThat(leftOver).containsExactly(root.resolve(name));
  }
}

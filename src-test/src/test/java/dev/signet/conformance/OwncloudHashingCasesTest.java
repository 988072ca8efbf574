package dev.signet.conformance;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.signet.bundle.EntryPath;
import dev.signet.bundle.Layout;
import dev.signet.bundle.Limits;
import dev.signet.bundle.read.Bundle;
import dev.signet.bundle.read.BundleOpener;
import dev.signet.conformance.Conformance.OwncloudCase;
import dev.signet.manifest.CopyTarget;
import dev.signet.manifest.Manifest;
import dev.signet.manifest.ManifestReader;
import dev.signet.testkit.Trees;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** ownCloud's recorded cases about what of a tree is hashed. */
@Tag("conformance")
class OwncloudHashingCasesTest {
  private static Map<String, byte[]> fixtures;

  @TempDir Path folder;

  @BeforeAll
  static void readFixtures() {
    fixtures = Conformance.owncloudFixtures();
  }

  static List<OwncloudCase> manifestCases() {
    return Conformance.owncloudCases(Set.of("build-manifest"));
  }

  static List<OwncloudCase> nameCases() {
    return Conformance.owncloudCases(Set.of("file-is-hashed"));
  }

  @Test
  void data_whenPresent_hasAllCases() {
    assertThat(manifestCases()).hasSize(5);
    assertThat(nameCases()).hasSize(11);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("manifestCases")
  void hashing_whenTreeIsGolden_givesTheCanonicalBytes(OwncloudCase recorded) {
    Path tree =
        Conformance.owncloudTree(recorded.input().get("tree").textValue(), folder.resolve("tree"));
    boolean core = recorded.input().get("mode").textValue().equals("core");

    Manifest manifest = manifest(tree, core ? Layout.OWNCLOUD_CORE : Layout.OWNCLOUD_APP);

    assertThat(new String(manifest.canonicalBytes(), UTF_8))
        .isEqualTo(
            new String(fixtures.get(recorded.expect().get("canonical_file").textValue()), UTF_8));
  }

  @ParameterizedTest(name = "{0} {index}")
  @MethodSource("nameCases")
  void file_whenNameIsRecorded_isHashedOrLeftOutAsThere(OwncloudCase recorded) {
    String path = recorded.input().get("path").textValue().substring(1);
    Path tree = Trees.folder(folder.resolve("tree"), Trees.files(path, "content"));

    for (Layout layout : List.of(Layout.OWNCLOUD_APP, Layout.OWNCLOUD_CORE)) {
      assertThat(manifest(tree, layout).files().containsKey(new EntryPath(path)))
          .as("%s in %s", path, layout)
          .isEqualTo(recorded.expect().booleanValue());
    }
  }

  private Manifest manifest(Path tree, Layout layout) {
    try (Bundle bundle =
        BundleOpener.open(tree, layout, Limits.DEFAULT, folder.resolve("scratch"))) {
      assertThat(bundle.findings()).isEmpty();
      return new ManifestReader(layout, Limits.DEFAULT)
          .read(bundle, CopyTarget.NONE, path -> false)
          .files();
    }
  }
}

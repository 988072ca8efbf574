package dev.signet.bundle;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class LayoutTest {
  private static final String MARKER = "#### DO NOT CHANGE ANYTHING ABOVE THIS LINE ####";

  @Test
  void signaturePath_isOnePerLayoutAndKind() {
    assertThat(Layout.PLUGIN.signaturePath(BundleKind.FOLDER)).hasToString("signature.json");
    assertThat(Layout.PLUGIN.signaturePath(BundleKind.ZIP)).hasToString("signature.json");
    assertThat(Layout.PLUGIN.signaturePath(BundleKind.JAR)).hasToString("META-INF/signature.json");
    assertThat(Layout.NEXTCLOUD_APP.signaturePath(BundleKind.FOLDER))
        .isEqualTo(Layout.OWNCLOUD_APP.signaturePath(BundleKind.ZIP))
        .hasToString("appinfo/signature.json");
    assertThat(Layout.NEXTCLOUD_CORE.signaturePath(BundleKind.FOLDER))
        .isEqualTo(Layout.OWNCLOUD_CORE.signaturePath(BundleKind.FOLDER))
        .hasToString("core/signature.json");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {".DS_Store", "a/Thumbs.db", "core/js/mimetypelist.js", "data/x", "signature.json"})
  void ignores_whenLayoutIsOurs_isNothing(String path) {
    assertThat(Layout.PLUGIN.ignores(new EntryPath(path))).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        ".DS_Store",
        "a/b/.directory",
        ".rnd",
        ".webapp",
        "x/Thumbs.db",
        "nextcloud-init-sync.lock",
        ".webapp-nextcloud-12.0.5",
        "a/.webapp-nextcloud-12.0.5-r3",
      })
  void ignores_whenNextcloudDoes_isTrueAtAnyDepth(String path) {
    assertThat(Layout.NEXTCLOUD_APP.ignores(new EntryPath(path))).isTrue();
    assertThat(Layout.NEXTCLOUD_CORE.ignores(new EntryPath(path))).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Thumbs.db/x.php",
        "thumbs.db",
        ".webapp-nextcloud-12.0",
        "x.webapp-nextcloud-12.0.5",
        ".webapp-nextcloud-12.0.5-rx",
        ".webapp-owncloud-1",
        "core/js/mimetypelist.js",
        "signature.json",
        "sub/appinfo/signature.json",
        "appinfo/signature.json/x",
      })
  void ignores_whenNextcloudSignsIt_isFalse(String path) {
    assertThat(Layout.NEXTCLOUD_APP.ignores(new EntryPath(path))).isFalse();
    assertThat(Layout.NEXTCLOUD_CORE.ignores(new EntryPath(path))).isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {".rnd", "nextcloud-init-sync.lock", "js/mimetypelist.js"})
  void ignores_whenOwncloudSignsIt_isFalse(String path) {
    assertThat(Layout.OWNCLOUD_APP.ignores(new EntryPath(path))).isFalse();
    assertThat(Layout.OWNCLOUD_CORE.ignores(new EntryPath(path))).isFalse();
  }

  @ParameterizedTest
  @EnumSource(
      mode = EnumSource.Mode.EXCLUDE,
      names = {"PLUGIN", "CORE"})
  void ignores_whenPathIsTheOtherSignatureFile_isTrueButNotForTheActiveOne(Layout layout) {
    EntryPath active = layout.signaturePath(BundleKind.FOLDER);
    String other = layout.isCore() ? "appinfo/signature.json" : "core/signature.json";

    assertThat(layout.ignores(active)).isFalse();
    assertThat(layout.ignores(new EntryPath(other))).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"data/x", "themes/a/b", "config/config.php", "apps", "lost+found/x"})
  void ignores_whenPathIsTheHostsData_isTrueForTheCoreOnly(String path) {
    assertThat(Layout.NEXTCLOUD_CORE.ignores(new EntryPath(path))).isTrue();
    assertThat(Layout.OWNCLOUD_CORE.ignores(new EntryPath(path))).isTrue();
    assertThat(Layout.NEXTCLOUD_APP.ignores(new EntryPath(path))).isFalse();
    assertThat(Layout.NEXTCLOUD_CORE.ignores(new EntryPath("core/" + path))).isFalse();
    assertThat(Layout.NEXTCLOUD_CORE.ignores(new EntryPath("x" + path))).isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {"data/x", "plugins/a/b", "state/index.json", "trust/root.crt", "logs/x"})
  void ignores_whenPathIsInAFolderOfTheHostThatHoldsNoCode_isTrueForOurCore(String path) {
    assertThat(Layout.CORE.ignores(new EntryPath(path))).isTrue();
    assertThat(Layout.CORE.ignores(new EntryPath("lib/" + path))).isFalse();
    assertThat(Layout.PLUGIN.ignores(new EntryPath(path))).isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {".DS_Store", "appinfo/signature.json", "lib/host.jar", ".htaccess"})
  void ignores_whenPathMayBeCodeOfOurHost_isFalse(String path) {
    assertThat(Layout.CORE.ignores(new EntryPath(path))).isFalse();
    assertThat(Layout.CORE.hashesPrefixOnly(new EntryPath(path))).isFalse();
  }

  @ParameterizedTest
  @EnumSource
  void ignores_whenBundleIsASingleJar_isFalse(Layout layout) {
    assertThat(layout.ignores(BundleKind.JAR, new EntryPath(".DS_Store"))).isFalse();
  }

  @Test
  void hashedLength_whenMarkerOccursOnceInTheRootHtaccess_endsBeforeIt() {
    byte[] once = ("a\n" + MARKER + "\nb").getBytes(UTF_8);
    byte[] twice = ("a\n" + MARKER + "\n" + MARKER).getBytes(UTF_8);
    byte[] never = "a\nb".getBytes(UTF_8);
    EntryPath root = new EntryPath(".htaccess");
    EntryPath below = new EntryPath("core/.htaccess");

    assertThat(Layout.NEXTCLOUD_CORE.hashedLength(root, once)).isEqualTo(2);
    assertThat(Layout.OWNCLOUD_CORE.hashedLength(root, once)).isEqualTo(2);
    assertThat(Layout.NEXTCLOUD_CORE.hashedLength(root, twice)).isEqualTo(twice.length);
    assertThat(Layout.NEXTCLOUD_CORE.hashedLength(root, never)).isEqualTo(never.length);
    assertThat(Layout.NEXTCLOUD_CORE.hashedLength(below, once)).isEqualTo(once.length);
    assertThat(Layout.NEXTCLOUD_APP.hashedLength(root, once)).isEqualTo(once.length);
    assertThat(Layout.PLUGIN.hashesPrefixOnly(root)).isFalse();
    assertThat(Layout.NEXTCLOUD_CORE.hashesPrefixOnly(root)).isTrue();
    assertThat(Layout.NEXTCLOUD_CORE.hashesPrefixOnly(below)).isFalse();
  }
}

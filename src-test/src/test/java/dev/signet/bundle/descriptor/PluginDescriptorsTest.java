package dev.signet.bundle.descriptor;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.signet.bundle.BundleKind;
import dev.signet.bundle.EntryPath;
import dev.signet.bundle.Layout;
import dev.signet.testkit.Trees;
import dev.signet.verdict.Finding;
import dev.signet.verdict.Reason;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class PluginDescriptorsTest {
  private static final String INFO = "appinfo/info.xml";
  private static final String PROPERTIES = "plugin.properties";
  private static final String MANIFEST = "META-INF/MANIFEST.MF";

  private static final byte[] FULL_PROPERTIES =
      "plugin.id=a\nplugin.version=1.0\nplugin.class=x.A\nplugin.dependencies=b@>=1.0, c?\n"
          .getBytes(UTF_8);
  private static final byte[] FULL_MANIFEST =
      Trees.manifest(
          "Plugin-Id",
          "a",
          "Plugin-Version",
          "1.0",
          "Plugin-Class",
          "x.A",
          "Plugin-Dependencies",
          "b@>=1.0, c?");

  @ParameterizedTest
  @EnumSource
  void plugin_whenPropertiesDescribeIt_isReadFromThem(BundleKind kind) {
    assertFull(read(kind, Map.of(PROPERTIES, FULL_PROPERTIES)));
  }

  @ParameterizedTest
  @EnumSource
  void plugin_whenManifestDescribesIt_isReadFromIt(BundleKind kind) {
    assertFull(read(kind, Map.of(MANIFEST, FULL_MANIFEST)));
  }

  @Test
  void plugin_whenManifestLiesDeepInAFolder_isReadFromIt() {
    assertFull(read(BundleKind.FOLDER, Map.of("classes/META-INF/MANIFEST.MF", FULL_MANIFEST)));
    assertFull(read(BundleKind.ZIP, Map.of("a/b/c/MANIFEST.MF", FULL_MANIFEST)));
  }

  /** Reports, logs and messages repeat both, and none of them can be that long on a disk. */
  @ParameterizedTest
  @ValueSource(strings = {"id", "version"})
  void plugin_whenIdOrVersionIsEndless_isAProblemThatDoesNotRepeatIt(String what) {
    for (int length : new int[] {255, 256, 200_000}) {
      String text = "1".repeat(length);
      String other = what.equals("id") ? "plugin.version=1" : "plugin.id=a";
      byte[] properties = ("plugin." + what + "=" + text + "\n" + other).getBytes(UTF_8);

      PluginDescriptors descriptors = read(BundleKind.FOLDER, Map.of(PROPERTIES, properties));

      if (length == 255) {
        assertThat(descriptors.findings()).isEmpty();
      } else {
        assertProblem(descriptors, PROPERTIES);
        assertThat(descriptors.id() + descriptors.version()).isEmpty();
        assertThat(descriptors.findings()).allMatch(f -> f.detail().length() < 300);
      }
    }
  }

  private static void assertFull(PluginDescriptors descriptors) {
    assertThat(descriptors.findings()).isEmpty();
    assertThat(descriptors.id()).isEqualTo("a");
    assertThat(descriptors.version()).isEqualTo("1.0");
    assertThat(descriptors.pluginClass()).isEqualTo("x.A");
    assertThat(descriptors.dependencies()).isEqualTo("b@>=1.0, c?");
  }

  @Test
  void plugin_whenBothDescribeIt_takesThePropertiesAndComparesTheRest() {
    Map<String, byte[]> agreeing =
        Map.of(PROPERTIES, FULL_PROPERTIES, MANIFEST, Trees.manifest("Plugin-Id", "a"));
    assertFull(read(BundleKind.JAR, agreeing));

    assertMismatch("Plugin-Id", "b");
    assertMismatch("Plugin-Id", "a", "Plugin-Version", "1.1");
    assertMismatch("Plugin-Id", "a", "Plugin-Class", "x.B");
  }

  private static void assertMismatch(String... attributes) {
    Map<String, byte[]> files =
        Map.of(PROPERTIES, FULL_PROPERTIES, MANIFEST, Trees.manifest(attributes));
    PluginDescriptors descriptors = read(BundleKind.JAR, files);
    assertProblem(descriptors, MANIFEST);
    assertThat(descriptors.id()).isEqualTo("a");
  }

  @Test
  void plugin_whenAnotherManifestNamesNoPlugin_ignoresIt() {
    assertFull(
        read(
            BundleKind.FOLDER,
            Map.of(
                PROPERTIES,
                FULL_PROPERTIES,
                "lib/a/META-INF/MANIFEST.MF",
                Trees.manifest("Created-By", "x", "Plugin-Version", "9"),
                "lib/b/META-INF/MANIFEST.MF",
                FULL_MANIFEST)));
  }

  @Test
  void plugin_whenSeveralManifestsCouldDescribeIt_isRefused() {
    assertProblem(
        read(
            BundleKind.FOLDER,
            Map.of("a/MANIFEST.MF", FULL_MANIFEST, "b/MANIFEST.MF", FULL_MANIFEST)),
        null);
    assertProblem(
        read(
            BundleKind.JAR, Map.of(MANIFEST, FULL_MANIFEST, "meta-inf/manifest.mf", FULL_MANIFEST)),
        null);
  }

  @Test
  void plugin_whenNothingDescribesIt_isRefused() {
    assertProblem(read(BundleKind.FOLDER, Map.of()), null);
    assertProblem(
        read(BundleKind.JAR, Map.of(MANIFEST, Trees.manifest("Plugin-Version", "1"))), MANIFEST);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "plugin.version=1",
        "plugin.id=\nplugin.version=1",
        "plugin.id=a",
        "plugin.id=a\nplugin.version=",
        "plugin.id=a \nplugin.version=1",
        "plugin.id=a\\u0000\nplugin.version=1",
        "plugin.id=a\\nb\nplugin.version=1",
        "plugin.id=\\ud800\nplugin.version=1",
        "plugin.id=a\nplugin.version=1\\u001b",
        "plugin.id=a\nplugin.version=\\u12",
      })
  void plugin_whenIdOrVersionIsMissingOrUnfit_isRefused(String properties) {
    PluginDescriptors descriptors =
        read(BundleKind.ZIP, Map.of(PROPERTIES, properties.getBytes(ISO_8859_1)));
    assertThat(descriptors.findings()).isNotEmpty().allMatch(Finding::isProblem);
    assertThat(descriptors.findings()).extracting(Finding::path).containsOnly(PROPERTIES);
  }

  @Test
  void plugin_whenPropertiesAreBroken_doesNotFallBackToTheManifest() {
    byte[] broken = "plugin.id=\\uxyz".getBytes(UTF_8);
    Map<String, byte[]> files = Map.of(PROPERTIES, broken, MANIFEST, FULL_MANIFEST);

    PluginDescriptors descriptors = read(BundleKind.JAR, files);
    assertProblem(descriptors, PROPERTIES);
    assertThat(descriptors.id()).isEmpty();
  }

  @Test
  void plugin_whenPropertiesAreMisspeltInCase_isRefusedWhereSomeSystemsReadThem() {
    Map<String, byte[]> files =
        Map.of(MANIFEST, FULL_MANIFEST, "Plugin.Properties", Trees.properties("evil", "1"));

    assertProblem(read(BundleKind.FOLDER, files), "Plugin.Properties");
    assertFull(read(BundleKind.JAR, files));
  }

  @Test
  void plugin_whenManifestIsBroken_isRefusedOnlyWhereItIsNeeded() {
    byte[] broken = "no colon here\n".getBytes(UTF_8);

    assertProblem(read(BundleKind.FOLDER, Map.of(MANIFEST, broken)), MANIFEST);
    PluginDescriptors descriptors =
        read(BundleKind.FOLDER, Map.of(PROPERTIES, FULL_PROPERTIES, MANIFEST, broken));
    assertThat(descriptors.findings()).noneMatch(Finding::isProblem).hasSize(1);
    assertThat(descriptors.id()).isEqualTo("a");
  }

  @Test
  void plugin_whenDescriptorIsTooLarge_isRefused() {
    byte[] large = new byte[PluginDescriptors.MAX_BYTES + 1];

    assertProblem(read(BundleKind.JAR, Map.of(PROPERTIES, large)), PROPERTIES);
  }

  /** The JDK prints a warning for each, to where the host's own words go. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "Plugin-Id: b\n",
        "plugin-id: b\r\n",
        "PLUGIN-ID: b\n c\n",
        "Plugin-Id: b\nPlugin-Id: c\nPlugin-Version: 2\n",
        "Other: b\nother: c\n"
      })
  void manifest_whenItNamesAnAttributeTwice_isReadByTheLastWithoutAWord(String before) {
    List<String> printed = new ArrayList<>();
    Logger jdk = Logger.getLogger("java.util.jar");
    jdk.setFilter(
        logged -> {
          printed.add(logged.getMessage());
          return false;
        });
    try {
      String text = "Manifest-Version: 1.0\n" + before + "Plugin-Id: a\nPlugin-Version: 1.0\n";

      PluginDescriptors read = read(BundleKind.JAR, Map.of(MANIFEST, text.getBytes(UTF_8)));

      assertThat(read.id()).isEqualTo("a");
      assertThat(read.version()).isEqualTo("1.0");
      assertThat(printed).isEmpty();
    } finally {
      jdk.setFilter(null);
    }
  }

  @Test
  @Timeout(10)
  void manifest_whenItsAttributesCollide_isReadInBoundedTime() {
    assertThat(collidingName(1)).hasSameHashCodeAs(collidingName(2)).isNotEqualTo(collidingName(2));
    StringBuilder main = new StringBuilder("Manifest-Version: 1.0\n");
    StringBuilder section = new StringBuilder("\nName: x\n");
    for (int i = 0; i < 25_000; i++) {
      String name = collidingName(i);
      main.append(name).append(":\n");
      section.append(name).append(": \n");
    }

    byte[] inMain = main.toString().getBytes(UTF_8);
    assertProblem(read(BundleKind.JAR, Map.of(MANIFEST, inMain)), MANIFEST);
    byte[] inSection = ("Plugin-Id: a\nPlugin-Version: 1\n" + section).getBytes(UTF_8);
    assertThat(read(BundleKind.JAR, Map.of(MANIFEST, inSection)).findings()).isEmpty();
  }

  /** Returns one of many names with the same hash: pairs of letters that weigh alike. */
  private static String collidingName(int number) {
    StringBuilder name = new StringBuilder();
    for (int bit = 0; bit < 16; bit++) {
      name.append((number >> bit & 1) == 0 ? "ao" : "c1");
    }
    return name.toString();
  }

  @Test
  void app_whenInfoNamesIt_isReadFromIt() {
    PluginDescriptors app =
        read(
            Layout.NEXTCLOUD_APP,
            Map.of(
                INFO,
                xml(
                    "<?xml version='1.0'?>\n<!-- c --><info xmlns:x='urn:x'><name>&lt;N&gt;</name>"
                        + "<author><id>no</id></author><id> files_x\n</id>"
                        + "<version><![CDATA[1.2]]></version></info>")));

    assertThat(app.findings()).isEmpty();
    assertThat(app.id()).isEqualTo("files_x");
    assertThat(app.version()).isEqualTo("1.2");
    assertThat(app.pluginClass()).isEmpty();
  }

  @Test
  void app_whenNothingDescribesIt_hasNoIdAndNoFindings() {
    PluginDescriptors app = read(Layout.OWNCLOUD_APP, Map.of());

    assertThat(app.id()).isEmpty();
    assertThat(app.findings()).isEmpty();
  }

  @Test
  void app_whenPf4jDescribesItAsWell_mustAgree() {
    byte[] info = xml("<info><id>a</id><version>1.0</version></info>");
    assertThat(read(Layout.NEXTCLOUD_APP, Map.of(INFO, info, PROPERTIES, FULL_PROPERTIES)))
        .satisfies(app -> assertThat(app.findings()).isEmpty())
        .satisfies(app -> assertThat(app.dependencies()).isEqualTo("b@>=1.0, c?"));

    byte[] other = xml("<info><id>other</id></info>");
    PluginDescriptors app =
        read(Layout.NEXTCLOUD_APP, Map.of(INFO, other, PROPERTIES, FULL_PROPERTIES));
    assertProblem(app, PROPERTIES);
    assertThat(app.id()).isEqualTo("other");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "<info>",
        "<info></info>",
        "<info><id></id></info>",
        "<info><id>a</id><id>b</id></info>",
        "<info><id>a<b/></id></info>",
        "<other><id>a</id></other>",
        "<info><id>a&b;</id></info>",
        "<!DOCTYPE info><info><id>a</id></info>",
        "<!DOCTYPE info [<!ENTITY x SYSTEM 'file:///etc/passwd'>]><info><id>&x;</id></info>",
        "<!DOCTYPE info SYSTEM 'http://127.0.0.1:1/x.dtd'><info><id>a</id></info>",
        "<!DOCTYPE info [<!ENTITY a '0'><!ENTITY b '&a;&a;'>]><info><id>&b;</id></info>",
        "<?xml version='1.0' encoding='nonsense'?><info><id>a</id></info>",
        "<info><id>a</id></info><info/>",
      })
  void app_whenInfoIsBroken_isRefused(String info) {
    assertProblem(read(Layout.NEXTCLOUD_APP, Map.of(INFO, xml(info))), INFO);
  }

  @Test
  void app_whenInfoIsNotUtf8_isRefusedWithoutAWordOnTheConsole() {
    PrintStream console = System.err;
    ByteArrayOutputStream printed = new ByteArrayOutputStream();
    System.setErr(new PrintStream(printed, true, UTF_8));
    try {
      assertProblem(read(Layout.NEXTCLOUD_APP, Map.of(INFO, new byte[] {'<', 'i', -1})), INFO);
    } finally {
      System.setErr(console);
    }
    assertThat(printed.size()).isZero();
  }

  @Test
  void app_whenInfoBeginsWithAByteOrderMark_isRead() {
    byte[] info = xml("\uFEFF<?xml version='1.0' encoding='utf-8'?><info><id>a</id></info>");

    assertThat(read(Layout.NEXTCLOUD_APP, Map.of(INFO, info)).id()).isEqualTo("a");
  }

  @Test
  void app_whenOnlyPf4jNamesTheVersion_hasThat() {
    Map<String, byte[]> files =
        Map.of(INFO, xml("<info><id>a</id></info>"), PROPERTIES, FULL_PROPERTIES);

    assertThat(read(Layout.NEXTCLOUD_APP, files).version()).isEqualTo("1.0");
  }

  @Test
  void app_whenInfoIsNestedVeryDeeply_isReadInBoundedTime() {
    String deep = "<info><id>a</id>" + "<x>".repeat(200_000);

    assertProblem(read(Layout.NEXTCLOUD_APP, Map.of(INFO, xml(deep))), INFO);
  }

  @Test
  void core_isCalledCoreWhateverIsInIt() {
    PluginDescriptors core =
        read(Layout.NEXTCLOUD_CORE, Map.of(INFO, xml("<info><id>other</id></info>")));

    assertThat(core.id()).isEqualTo("core");
    assertThat(core.findings()).isEmpty();
    assertThat(isDescriptor(BundleKind.FOLDER, Layout.NEXTCLOUD_CORE, PROPERTIES)).isFalse();
  }

  @Test
  void descriptor_isWhatEachKindAndLayoutReads() {
    assertThat(isDescriptor(BundleKind.FOLDER, Layout.PLUGIN, PROPERTIES)).isTrue();
    assertThat(isDescriptor(BundleKind.FOLDER, Layout.PLUGIN, "PLUGIN.properties")).isTrue();
    assertThat(isDescriptor(BundleKind.ZIP, Layout.PLUGIN, "a/b/MANIFEST.MF")).isTrue();
    assertThat(isDescriptor(BundleKind.FOLDER, Layout.PLUGIN, "a/plugin.properties")).isFalse();
    assertThat(isDescriptor(BundleKind.FOLDER, Layout.PLUGIN, "manifest.mf")).isFalse();
    assertThat(isDescriptor(BundleKind.FOLDER, Layout.PLUGIN, INFO)).isFalse();
    assertThat(isDescriptor(BundleKind.FOLDER, Layout.NEXTCLOUD_APP, INFO)).isTrue();
    assertThat(isDescriptor(BundleKind.JAR, Layout.PLUGIN, "meta-inf/Manifest.MF")).isTrue();
    assertThat(isDescriptor(BundleKind.JAR, Layout.PLUGIN, "a/META-INF/MANIFEST.MF")).isFalse();
    assertThat(isDescriptor(BundleKind.JAR, Layout.PLUGIN, "PLUGIN.properties")).isFalse();
  }

  @Test
  void descriptors_whenBytesAreAny_neverThrow() {
    Random random = new Random(20261122);
    byte[] info = xml("<info><id>a</id><version>1</version><x a='b'>&amp;</x></info>");
    for (byte[] seed : new byte[][] {info, FULL_PROPERTIES, FULL_MANIFEST}) {
      for (int i = 0; i < 2_000; i++) {
        byte[] changed = seed.clone();
        for (int n = random.nextInt(4); n >= 0; n--) {
          changed[random.nextInt(changed.length)] = (byte) random.nextInt(256);
        }
        Map<String, byte[]> files = Map.of(INFO, changed, PROPERTIES, changed, MANIFEST, changed);
        assertThat(read(Layout.NEXTCLOUD_APP, files)).isNotNull();
      }
    }
  }

  private static byte[] xml(String text) {
    return text.getBytes(UTF_8);
  }

  private static boolean isDescriptor(BundleKind kind, Layout layout, String path) {
    return DescriptorForm.of(layout).isDescriptor(kind, new EntryPath(path));
  }

  private static void assertProblem(PluginDescriptors descriptors, @Nullable String path) {
    assertThat(descriptors.findings())
        .filteredOn(Finding::isProblem)
        .singleElement()
        .satisfies(
            finding -> {
              assertThat(finding.reason()).isEqualTo(Reason.DESCRIPTOR_MISMATCH);
              assertThat(finding.path()).isEqualTo(path);
            });
  }

  private static PluginDescriptors read(BundleKind kind, Map<String, byte[]> files) {
    return read(kind, Layout.PLUGIN, files);
  }

  private static PluginDescriptors read(Layout layout, Map<String, byte[]> files) {
    return read(BundleKind.FOLDER, layout, files);
  }

  private static PluginDescriptors read(BundleKind kind, Layout layout, Map<String, byte[]> files) {
    Map<EntryPath, byte[]> contents = new LinkedHashMap<>();
    files.forEach((path, content) -> contents.put(new EntryPath(path), content));
    contents.keySet().removeIf(path -> !DescriptorForm.of(layout).isDescriptor(kind, path));
    return DescriptorForm.of(layout).read(kind, contents);
  }
}

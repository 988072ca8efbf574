package dev.signet.bundle;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.signet.bundle.descriptor.DescriptorForm;
import dev.signet.bundle.descriptor.PluginDescriptors;
import dev.signet.testkit.BundleReading;
import dev.signet.testkit.Trees;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.pf4j.CompoundPluginDescriptorFinder;
import org.pf4j.ManifestPluginDescriptorFinder;
import org.pf4j.PluginDependency;
import org.pf4j.PluginDescriptor;
import org.pf4j.PropertiesPluginDescriptorFinder;

/** What we read as a plugin's descriptor is what PF4J reads. */
class Pf4jAgreementTest {
  private static final CompoundPluginDescriptorFinder PF4J =
      new CompoundPluginDescriptorFinder()
          .add(new PropertiesPluginDescriptorFinder())
          .add(new ManifestPluginDescriptorFinder());

  private static final byte[] MANIFEST =
      Trees.manifest(
          "Plugin-Id",
          "by-manifest",
          "Plugin-Version",
          "2.0",
          "Plugin-Class",
          "m.M",
          "Plugin-Dependencies",
          "x@2.0");

  @TempDir Path temp;

  static Stream<Map<String, byte[]>> plugins() {
    String odd =
        """
        ! comment
        plugin.id : by\\
           -properties
        plugin.id=l\\u00e4st
        plugin.version\t1.0
        plugin.class=p.P
        plugin.dependencies = a@>=1.0, b?
        """;
    String folded =
        """
        Manifest-Version: 1.0\r
        plugin-ID: folded\r
         -over-lines\r
        Plugin-Version: 1\r
        \r
        Name: x\r
        Plugin-Id: of-a-section\r
        """;
    return Stream.of(
        Trees.files("plugin.properties", odd),
        Map.of("META-INF/MANIFEST.MF", MANIFEST),
        Trees.files("META-INF/MANIFEST.MF", folded),
        Trees.files("plugin.properties", odd, "META-INF/MANIFEST.MF", "Manifest-Version: 1.0\n"));
  }

  @ParameterizedTest
  @MethodSource("plugins")
  void descriptor_whenPluginIsGood_isTheOnePf4jReads(Map<String, byte[]> files) {
    assertAgreement(BundleKind.JAR, Trees.archive(temp.resolve("plugin.jar"), files));
    assertAgreement(BundleKind.FOLDER, Trees.folder(temp.resolve("plugin"), files));
  }

  @Test
  void descriptor_whenManifestLiesBelowClasses_isTheOnePf4jReads() {
    Path folder =
        Trees.folder(temp.resolve("plugin"), Map.of("classes/META-INF/MANIFEST.MF", MANIFEST));
    assertAgreement(BundleKind.FOLDER, folder);
  }

  @Test
  void descriptor_whenPropertiesAreBroken_isRefusedThoughPf4jFallsBack() {
    byte[] broken = "plugin.id=\\uxyz".getBytes(UTF_8);
    Map<String, byte[]> files =
        Map.of("plugin.properties", broken, "META-INF/MANIFEST.MF", MANIFEST);
    Path folder = Trees.folder(temp.resolve("plugin"), files);

    assertThat(PF4J.find(folder).getPluginId()).isEqualTo("by-manifest");
    assertThat(read(BundleKind.FOLDER, folder).findings()).isNotEmpty();
  }

  @Test
  void descriptor_whenThereIsNone_isRefusedByBoth() {
    Path folder = Trees.folder(temp.resolve("plugin"), Trees.files("a", "b"));

    assertThatThrownBy(() -> PF4J.find(folder)).hasMessageContaining("No PluginDescriptorFinder");
    assertThat(read(BundleKind.FOLDER, folder).findings()).isNotEmpty();
  }

  private static void assertAgreement(BundleKind kind, Path plugin) {
    PluginDescriptor expected = PF4J.find(plugin);
    PluginDescriptors actual = read(kind, plugin);

    assertThat(actual.findings()).isEmpty();
    assertThat(actual.id()).isEqualTo(expected.getPluginId());
    assertThat(actual.version()).isEqualTo(expected.getVersion());
    assertThat(actual.pluginClass().isEmpty() ? "org.pf4j.Plugin" : actual.pluginClass())
        .isEqualTo(expected.getPluginClass());
    assertThat(dependencies(actual)).isEqualTo(expected.getDependencies());
  }

  private static List<PluginDependency> dependencies(PluginDescriptors descriptors) {
    return Stream.of(descriptors.dependencies().split(",", -1))
        .map(String::trim)
        .filter(text -> !text.isEmpty())
        .map(PluginDependency::new)
        .toList();
  }

  private static PluginDescriptors read(BundleKind kind, Path plugin) {
    Map<EntryPath, byte[]> contents = new LinkedHashMap<>();
    BundleReading.of(plugin)
        .contents()
        .forEach(
            (path, content) -> {
              EntryPath entry = new EntryPath(path);
              if (DescriptorForm.of(Layout.PLUGIN).isDescriptor(kind, entry)) {
                contents.put(entry, content);
              }
            });
    return DescriptorForm.of(Layout.PLUGIN).read(kind, contents);
  }
}

package dev.signet.bundle.descriptor;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.signet.bundle.BundleKind;
import dev.signet.bundle.EntryPath;
import dev.signet.bundle.Layout;
import dev.signet.testkit.Trees;
import dev.signet.verdict.Finding;
import dev.signet.verdict.Reason;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class PluginDescriptorReaderTest {
  private static final String FILE = "plugin.yaml";
  private static final String NESTED =
      "plugin.yaml:yaml:id=metadata.name,version=spec.version,requires=spec.requires,"
          + "dependencies=spec.needs,class=spec.class";

  /** A reader that others find by its class. */
  public static final class Registered implements PluginDescriptorReader {
    @Override
    public List<String> files() {
      return List.of("own.txt");
    }

    @Override
    public PluginDescription read(DescriptorFiles files) throws Exception {
      return new PluginDescription(files.text("own.txt").orElseThrow(), "1.0.0");
    }
  }

  static Stream<List<String>> forms() {
    String nested =
        """
        kind: Plugin
        metadata: {name: demo}
        spec:
          version: 1.10
          requires: ">=2.0"
          class: demo.Main
          needs:
            %s
        """;
    return Stream.of(
        List.of(NESTED, nested.formatted("{a: '>=1.0', 'b?': '*', c: ''}")),
        List.of(NESTED, nested.formatted("['a@>=1.0', 'b?', c]")),
        List.of(NESTED, nested.formatted("'a@>=1.0, b?, c'")),
        List.of(
            "plugin.json:json",
            """
            {"id": "demo", "version": "1.10", "requires": ">=2.0", "class": "demo.Main",
             "dependencies": {"a": ">=1.0", "b?": "*", "c": ""}}
            """),
        List.of(
            "plugin-info.json:json:version=releases.0.version,requires=releases.0.requires,"
                + "class=main,dependencies=needs",
            """
            {"id": "demo", "main": "demo.Main", "needs": ["a@>=1.0", "b?", "c"],
             "releases": [{"version": "1.10", "requires": ">=2.0"}, {"version": "1.9"}]}
            """),
        List.of(
            "my.properties:properties",
            """
            plugin.id=demo
            plugin.version=1.10
            plugin.requires=>=2.0
            plugin.class=demo.Main
            plugin.dependencies=a@>=1.0, b?, c
            """),
        List.of(
            "META-INF/my.properties : properties : id = name , version = v , requires = r, class=c,"
                + " dependencies=d.d",
            "name=demo\nv=1.10\nr=>=2.0\nc=demo.Main\nd.d=a@>=1.0,b?,c\n"));
  }

  @ParameterizedTest
  @MethodSource("forms")
  void named_whenAFileHasTheKeys_readsThem(List<String> nameAndText) {
    PluginDescriptorReader reader = PluginDescriptorReader.named(nameAndText.get(0));

    PluginDescriptors found =
        read(reader, Map.of(reader.files().get(0), nameAndText.get(1).getBytes(UTF_8)));

    assertThat(found.findings()).isEmpty();
    assertThat(found.id()).isEqualTo("demo");
    assertThat(found.version()).isEqualTo("1.10");
    assertThat(found.pluginClass()).isEqualTo("demo.Main");
    assertThat(found.fields()).containsEntry("requires", ">=2.0");
    assertThat(found.dependencies().replace("@>=1.0", "").replace(" ", "")).isEqualTo("a,b?,c");
    assertThat(found.dependencies()).contains("a@>=1.0");
  }

  @Test
  void named_whenAServiceHasTheName_isThat() {
    PluginDescriptorReader reader = PluginDescriptorReader.named(Registered.class.getName());

    assertThat(reader).isInstanceOf(Registered.class);
    assertThat(read(reader, Trees.files("own.txt", "demo")).id()).isEqualTo("demo");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "plugin.yaml | no reader of descriptors",
        "com.example.Missing | PluginDescriptorReaderTest$Registered",
        "plugin.yaml: | yaml, json, properties",
        "plugin.yaml:toml | yaml, json, properties",
        "plugin.yaml:YAML | yaml, json, properties",
        "../plugin.yaml:yaml | names no file of a bundle",
        "/plugin.yaml:yaml | names no file of a bundle",
        ":yaml | names no file of a bundle",
        "C:/plugin.yaml:yaml | yaml, json, properties",
        "p.yaml:yaml: | id, version, requires, dependencies, class",
        "p.yaml:yaml:name=x | id, version, requires, dependencies, class",
        "p.yaml:yaml:id | id, version, requires, dependencies, class",
        "p.yaml:yaml:id= | id, version, requires, dependencies, class",
        "p.yaml:yaml:id=a,id=b | at most once",
        "p.yaml:yaml:id=a, | id, version, requires, dependencies, class",
      })
  void named_whenTheTextNamesNone_saysWhatToWrite(String text, String told) {
    assertThatThrownBy(() -> PluginDescriptorReader.named(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("'" + text + "'")
        .hasMessageContaining(told)
        .hasMessageContaining("plugin.yaml:yaml:id=metadata.name");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "# nothing",
        "just text",
        "- id: demo",
        "id: demo\nversion: [1]",
        "id: {a: b}\nversion: '1'",
        "id: demo\nid: other\nversion: '1'",
        "id: &a demo\nversion: '1'\nclass: *a",
        "id: demo\nversion: '1'\n---\nid: other\nversion: '1'",
        "id: demo\nversion: '1'\n: :\n  - ]",
        "id: demo\nversion: '1'\ndependencies: [[a]]",
        "id: demo\nversion: '1'\ndependencies: [{id: a}]",
        "id: demo\nversion: '1'\ndependencies: {a: '[1,2)'}",
        "id: demo",
        "version: '1'",
        "id: ' demo'\nversion: '1'",
        "id: demo\nversion: '1 '",
        "id: \"de\\u0007mo\"\nversion: '1'",
        "id: ~\nversion: '1'",
      })
  void yaml_whenItDoesNotSayOneThing_isOneProblemOfTheFile(String text) {
    PluginDescriptors found = read(PluginDescriptorReader.named(FILE + ":yaml"), yaml(text));

    assertProblems(found, FILE);
  }

  @Test
  void yaml_whenNestedOrLargeBeyondAll_isOneProblemOfTheFile() {
    PluginDescriptorReader reader = PluginDescriptorReader.named(FILE + ":yaml");

    assertProblems(read(reader, yaml("id: " + "[".repeat(100_000))), FILE);
    assertProblems(read(reader, yaml("id: " + "{a: ".repeat(60) + "b" + "}".repeat(60))), FILE);
    assertProblems(read(reader, Map.of(FILE, new byte[PluginDescriptors.MAX_BYTES + 1])), FILE);
    assertProblems(read(reader, Map.of(FILE, new byte[] {'a', (byte) 0xFF})), FILE);
    assertProblems(
        read(
            PluginDescriptorReader.named("p.json:json"),
            Trees.files("p.json", "{\"a\":".repeat(100_000))),
        "p.json");
  }

  /** What a reader of a host's own may do wrong. */
  static Stream<Named<Callable<PluginDescription>>> faults() {
    return Stream.of(
        named(
            "throws what it need not declare",
            () -> {
              throw new IllegalStateException("no such key");
            }),
        named(
            "throws what it declares",
            () -> {
              throw new InterruptedException("stopped");
            }),
        named(
            "throws an error",
            () -> {
              throw new AssertionError("never");
            }),
        named("overflows the stack", () -> overflow(0)),
        named("returns nothing", PluginDescriptorReaderTest::nothing),
        named("returns no version", () -> new PluginDescription("demo", nothing())),
        named("names no id", () -> new PluginDescription("", "1")),
        named(
            "needs what has no name",
            () -> new PluginDescription("demo", "1", "", "", List.of(" "))),
        named(
            "needs two by one name",
            () -> new PluginDescription("demo", "1", "", "", List.of("a,b"))));
  }

  private static Named<Callable<PluginDescription>> named(
      String name, Callable<PluginDescription> reading) {
    return Named.of(name, reading);
  }

  private static PluginDescription overflow(int depth) {
    return depth < 0 ? new PluginDescription("demo", "1") : overflow(depth + 1);
  }

  @SuppressWarnings({"NullAway", "TypeParameterUnusedInFormals"}) // as a host without NullAway may
  private static <T> T nothing() {
    return null;
  }

  @ParameterizedTest
  @MethodSource("faults")
  void reader_whenItFails_isOneProblemOfItsFile(Callable<PluginDescription> fault) {
    PluginDescriptors found = read(reader(List.of(FILE), fault), yaml("id: demo"));

    assertProblems(found, FILE);
  }

  @Test
  void reader_whenALibraryOfItIsMissing_isNotTheBundlesFault() {
    PluginDescriptorReader reader =
        reader(
            List.of(FILE),
            () -> {
              throw new NoClassDefFoundError("com/example/Parser");
            });

    assertThatThrownBy(() -> read(reader, yaml("id: demo"))).isInstanceOf(LinkageError.class);
  }

  @Test
  void reader_whenItReads_seesNothingButItsFiles() {
    List<Boolean> seen = new ArrayList<>();
    PluginDescriptorReader reader =
        new PluginDescriptorReader() {
          @Override
          public List<String> files() {
            return List.of(FILE, "other.yaml");
          }

          @Override
          public PluginDescription read(DescriptorFiles files) {
            for (String path : List.of(FILE, "other.yaml", "plugin.properties", "secret.txt")) {
              seen.add(files.bytes(path).isPresent());
            }
            return new PluginDescription("demo", "1");
          }
        };

    read(reader, Trees.files("other.yaml", "x", "plugin.properties", "", "secret.txt", "x"));

    assertThat(seen).containsExactly(false, true, false, false);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "/a", "../a", "a\\b", "a:b"})
  void reader_whenItsFilesCannotBe_isTheHostsMistake(String path) {
    List<String> files = path.isEmpty() ? List.of() : List.of(path);

    assertThatThrownBy(() -> form(reader(files, () -> new PluginDescription("demo", "1"))))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("PluginDescriptorReaderTest");
    assertThatThrownBy(
            () ->
                DescriptorForm.of(
                    Layout.NEXTCLOUD_APP,
                    Optional.of(PluginDescriptorReader.named(FILE + ":yaml"))))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("layout");
  }

  @Test
  void bundle_whenItHasNoneOfTheFiles_isRefusedWithTheirNames() {
    PluginDescriptorReader reader =
        reader(List.of(FILE, "plugin.yml"), () -> new PluginDescription("demo", "1"));

    PluginDescriptors found =
        read(reader, Trees.files("plugin.properties", "plugin.id=demo\nplugin.version=1"));

    assertThat(found.id()).isEmpty();
    assertThat(found.findings())
        .singleElement()
        .satisfies(
            finding -> {
              assertThat(finding.isProblem()).isTrue();
              assertThat(finding.detail()).isEqualTo("There is no plugin.yaml and no plugin.yml.");
            });
  }

  @ParameterizedTest
  @CsvSource({
    "plugin.properties, plugin.id=other",
    "plugin.properties, plugin.id=demo|plugin.version=2",
    "META-INF/MANIFEST.MF, Plugin-Id: other|",
    "META-INF/MANIFEST.MF, Plugin-Id: demo|Plugin-Version: 2|",
  })
  void bundle_whenPf4jsDescriptorsContradict_isRefused(String path, String text) {
    Map<String, byte[]> files = new LinkedHashMap<>(yaml("id: demo\nversion: '1'"));
    files.putAll(Trees.files(path, text.replace('|', '\n')));

    assertProblems(read(PluginDescriptorReader.named(FILE + ":yaml"), files), path);
  }

  @Test
  void bundle_whenPf4jsDescriptorsNameNoPlugin_isTheReaders() {
    Map<String, byte[]> files = new LinkedHashMap<>(yaml("id: demo\nversion: '1'"));
    files.put("META-INF/MANIFEST.MF", Trees.manifest("Created-By", "a build"));
    files.putAll(Trees.files("plugin.properties", "pluginName=of an OSGi bundle"));

    PluginDescriptors found = read(PluginDescriptorReader.named(FILE + ":yaml"), files);

    assertThat(found.findings()).isEmpty();
    assertThat(found.id()).isEqualTo("demo");
  }

  @Test
  void file_whenOnlySomeSystemsFindIt_isRefusedInAFolder() {
    Map<String, byte[]> files = new LinkedHashMap<>(yaml("id: demo\nversion: '1'"));
    files.putAll(Trees.files("Plugin.YAML", "id: other\nversion: '1'"));

    assertProblems(
        read(BundleKind.FOLDER, PluginDescriptorReader.named(FILE + ":yaml"), files),
        "Plugin.YAML");
    assertThat(read(PluginDescriptorReader.named(FILE + ":yaml"), files).findings()).isEmpty();
  }

  private static void assertProblems(PluginDescriptors found, String path) {
    assertThat(found.findings())
        .isNotEmpty()
        .allSatisfy(
            finding -> {
              assertThat(finding.reason()).isEqualTo(Reason.DESCRIPTOR_MISMATCH);
              assertThat(finding.path()).isEqualTo(path);
              assertThat(finding.detail()).doesNotContain("\n").hasSizeLessThan(600);
            })
        .anyMatch(Finding::isProblem);
  }

  private static Map<String, byte[]> yaml(String text) {
    return Trees.files(FILE, text);
  }

  private static PluginDescriptorReader reader(
      List<String> files, Callable<PluginDescription> reading) {
    return new PluginDescriptorReader() {
      @Override
      public List<String> files() {
        return files;
      }

      @Override
      public PluginDescription read(DescriptorFiles shown) throws Exception {
        return reading.call();
      }
    };
  }

  private static DescriptorForm form(PluginDescriptorReader reader) {
    return DescriptorForm.of(Layout.PLUGIN, Optional.of(reader));
  }

  private static PluginDescriptors read(PluginDescriptorReader reader, Map<String, byte[]> files) {
    return read(BundleKind.JAR, reader, files);
  }

  private static PluginDescriptors read(
      BundleKind kind, PluginDescriptorReader reader, Map<String, byte[]> files) {
    DescriptorForm form = form(reader);
    Map<EntryPath, byte[]> contents = new LinkedHashMap<>();
    files.forEach((path, content) -> contents.put(new EntryPath(path), content));
    contents.keySet().removeIf(path -> !form.isDescriptor(kind, path));
    return form.read(kind, contents);
  }
}

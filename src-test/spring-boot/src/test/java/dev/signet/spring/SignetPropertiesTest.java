package dev.signet.spring;

import static java.util.stream.Collectors.toCollection;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.signet.config.ConfigurationException;
import dev.signet.config.HostConfiguration;
import dev.signet.config.HostSettings;
import dev.signet.config.Node;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.pf4j.PluginManager;
import org.springframework.boot.test.context.ConfigDataApplicationContextInitializer;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.core.env.SystemEnvironmentPropertySource;

/**
 * The properties and the settings file have the same names and values. Which there are is asked of
 * the reader of the file, so that a new setting is missed here when it is made.
 */
class SignetPropertiesTest {
  private static final Pattern KNOWN = Pattern.compile(": is no setting; there are (.*)\\.");
  private static final Pattern WORDS = Pattern.compile("should be one of (.*)\\.");
  private static final List<String> SECTIONS =
      List.of(
          "revocation",
          "algorithms",
          "sunset",
          "enforcement",
          "registries",
          "database",
          "limits",
          "fleet",
          "signers",
          "signers.all",
          "signers.featured");

  @TempDir private Path temp;

  @Test
  void metadata_namesEachSettingOfTheFileAndNoOther() {
    Set<String> own = new TreeSet<>();
    Set<String> shared = new TreeSet<>();
    for (String name : names()) {
      boolean isOwn = SettingsTree.OWN.contains(name.split("\\.", -1)[0]);
      (isOwn ? own : shared).add(name.replace("-", "").toLowerCase(Locale.ROOT));
    }

    assertThat(shared).isEqualTo(settingsOfTheFile());
    assertThat(own)
        .containsExactly("application.requiredplugins", "application.startplugins", "enabled");
  }

  private static Set<String> settingsOfTheFile() {
    Set<String> settings = new TreeSet<>(keys(Map.of("nonsense", scalar("1"))));
    for (String section : SECTIONS) {
      settings.remove(section);
      List<String> names = List.of(section.split("\\.", -1));
      Node inner = new Node.Mapping("", Map.of("nonsense", member(scalar("1"))));
      for (int i = names.size() - 1; i > 0; i--) {
        inner = new Node.Mapping("", Map.of(names.get(i), member(inner)));
      }
      keys(Map.of(names.get(0), inner)).forEach(key -> settings.add(section + "." + key));
    }
    return settings.stream()
        .map(name -> name.toLowerCase(Locale.ROOT))
        .collect(toCollection(TreeSet::new));
  }

  private static List<String> keys(Map<String, Node> settings) {
    return problems(settings)
        .map(KNOWN::matcher)
        .filter(Matcher::find)
        .map(found -> List.of(found.group(1).split(", ", -1)))
        .findFirst()
        .orElseThrow();
  }

  private static Stream<String> problems(Map<String, Node> settings) {
    Map<String, Node.Member> members = new LinkedHashMap<>();
    settings.forEach((key, value) -> members.put(key, member(value)));
    HostSettings given =
        new HostSettings(
            Path.of(""),
            new Node.Mapping("", members),
            new HostSettings.Origin("", List.of()),
            Optional.empty());
    return catchThrowableOfType(
        ConfigurationException.class, () -> HostConfiguration.of(given).close())
        .problems()
        .stream();
  }

  private static Node scalar(String text) {
    return new Node.Scalar("", text);
  }

  private static Node.Member member(Node value) {
    return new Node.Member("", value);
  }

  @Test
  void metadata_describesEachSetting() {
    assertThat(properties())
        .allSatisfy(
            property ->
                assertThat(property.path("description").asText())
                    .as(property.path("name").asText())
                    .matches("[A-Z][a-z]+[ ,].*\\."));
  }

  /** Each setting that is a word of a few has a hint, so that editors offer them. */
  @Test
  void hints_areTheWordsThatTheFileMayHave() {
    Map<String, List<String>> hints = new TreeMap<>();
    for (JsonNode hint : metadata("hints")) {
      hints.put(
          hint.path("name").asText().substring("signet.".length()),
          hint.path("values").findValuesAsText("value").stream().sorted().toList());
    }
    Map<String, List<String>> words = new TreeMap<>();
    for (JsonNode property : properties()) {
      if (property.path("type").asText().equals(String.class.getName())) {
        String name = property.path("name").asText().substring("signet.".length());
        words(name).ifPresent(found -> words.put(name, found));
      }
    }

    assertThat(hints).isEqualTo(words).containsKey("require");
  }

  /** Returns what a setting may be; empty when that is not a few words. */
  private static Optional<List<String>> words(String dashed) {
    String[] keys = camelCase(dashed).split("\\.", -1);
    Node node = scalar("nonsense");
    for (int i = keys.length - 1; i > 0; i--) {
      node = new Node.Mapping("", Map.of(keys[i], member(node)));
    }
    return problems(Map.of(keys[0], node))
        .map(WORDS::matcher)
        .filter(Matcher::find)
        .map(found -> List.of(found.group(1).split(", ", -1)))
        .findFirst();
  }

  private static String camelCase(String dashed) {
    return Pattern.compile("-(.)")
        .matcher(dashed)
        .replaceAll(found -> found.group(1).toUpperCase(Locale.ROOT));
  }

  static Stream<String> settings() {
    return names().stream().filter(name -> !SettingsTree.OWN.contains(name.split("\\.", -1)[0]));
  }

  /** An empty value is one of a variable that is not set; it must not become the default. */
  @ParameterizedTest
  @MethodSource("settings")
  void setting_whenItIsEmpty_keepsTheApplicationFromStarting(String name) throws Exception {
    PluginFolder host = new PluginFolder(temp);

    for (String spelling : new TreeSet<>(List.of(name, camelCase(name)))) {
      Runs.of(host)
          .withPropertyValues("signet." + spelling + "=")
          .run(
              context ->
                  assertThat(Runs.analysis(context.getStartupFailure()).getDescription())
                      .contains("signet.")
                      .containsAnyOf(name, camelCase(name)));
    }
  }

  @ParameterizedTest
  @CsvSource({
    "signet.nosuchsetting, 'trust, revocation, '",
    "signet.requires, 'require, layout, '",
    "signet.state-dir, 'state-directory, '",
    "signet.limits.nosuchsetting, 'there are files, total-bytes, '",
    "signet.revocation.lists.more.still, 'there are required, grace, after-grace, '",
    "signet.application.nosuchsetting, 'there are start-plugins, required-plugins.'"
  })
  void setting_whenNobodyKnowsIt_keepsTheApplicationFromStarting(String name, String known)
      throws Exception {
    Runs.of(new PluginFolder(temp))
        .withPropertyValues(name + "=1")
        .run(
            context ->
                assertThat(Runs.analysis(context.getStartupFailure()).getDescription())
                    .contains(": " + name + ": is no setting; there are ", known));
  }

  @Test
  void valuesOfTheFile_whenTheyStandInApplicationYaml_areTheSame() throws Exception {
    PluginFolder host = new PluginFolder(temp);
    host.signed("hello");
    host.unsigned("my.plugin");
    String file =
        """
        signet:
          plugins: [%s]
          trust: %s
          require: ALL
          stateDirectory: %s
          revocation: {required: false, grace: 14 days, afterGrace: refuse, keys: [%s]}
          algorithms: {standard: [ecdsa-p384-sha384]}
          sunset: {standard: {rsa-pss-sha384: 2028-01-01}}
          coreSignsPlugins: false
          allowUnsigned: [my.plugin]
          rescanEvery: 1 day
          exclude: {"[my.plugin]": [cache/**, "*.tmp"], other: [x]}
          downgrades: refuse
          newKeys: refuse
          signers: {all: {count: 1}, featured: {alsoSignedBy: store}, plugins: {"[a.b]": {count: 2, alsoSignedBy: [store]}}}
          changedReleases: refuse
          sealing: on-read
          limits: {files: 50_000, depth: 64}
          threads: 2
          checking: on
        """
            .formatted(host.plugins(), host.trust(), host.state(), "ab".repeat(32));

    inYaml(file)
        .run(
            context -> {
              assertThat(context).hasNotFailed();
              assertThat(Runs.started(context.getBean(PluginManager.class)))
                  .containsExactly("hello", "my.plugin");
              assertThat(context.getBean(SignetProperties.class).exclude())
                  .containsEntry("my.plugin", List.of("cache/**", "*.tmp"));
            });
  }

  /** Spring leaves signs of keys out that stand in no brackets: the rule would be nobody's. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "signers.plugins.a/b.count",
        "signers.plugins.a~b.also-signed-by",
        "signers.plugins.a+b.count",
        "exclude.a b",
        "exclude.a@b[0]",
      })
  void setting_whenSpringReadsAnotherId_keepsTheApplicationFromStarting(String name)
      throws Exception {
    PluginFolder host = new PluginFolder(temp);

    Runs.of(host)
        .withPropertyValues("signet." + name + "=2")
        .run(
            context ->
                assertThat(Runs.analysis(context.getStartupFailure()).getDescription())
                    .contains("signet." + name, "for Spring is of '"));
    String bracketed = name.replaceFirst("(a.b)", "[$1]");
    Runs.of(host)
        .withPropertyValues("signet." + bracketed + "=2")
        .run(context -> assertThat(context).hasNotFailed());
  }

  @Test
  void settingsOfIds_whenWrittenSoThatSpringReadsThem_count() throws Exception {
    PluginFolder host = new PluginFolder(temp);

    Runs.of(host)
        .withPropertyValues(
            "signet.signers.plugins.my-plugin.count=2",
            "signet.signers.plugins.MyPlugin.count=2",
            "signet.signers.plugins.my_plugin.count=2",
            "signet.signers.plugins.[my.plugin].count=2")
        .run(
            context ->
                assertThat(
                        Objects.requireNonNull(context.getBean(SignetProperties.class).signers())
                            .plugins())
                    .containsOnlyKeys("my-plugin", "MyPlugin", "my_plugin", "my.plugin"));
    Runs.of(host)
        .withInitializer(
            context ->
                context
                    .getEnvironment()
                    .getPropertySources()
                    .addFirst(
                        new SystemEnvironmentPropertySource(
                            "systemEnvironment",
                            Map.of("SIGNET_SIGNERS_PLUGINS_CLOCK_COUNT", "2"))))
        .run(
            context ->
                assertThat(
                        Objects.requireNonNull(context.getBean(SignetProperties.class).signers())
                            .plugins())
                    .containsOnlyKeys("clock"));
  }

  @Test
  void checking_whenYamlMadeABooleanOfOff_isOff() throws Exception {
    PluginFolder host = new PluginFolder(temp);
    host.unsigned("unsigned");

    inYaml(
            "signet:\n  plugins: %s\n  trust: %s\n  require: ALL\n  checking: off\n"
                .formatted(host.plugins(), host.trust()))
        .run(
            context ->
                assertThat(Runs.started(context.getBean(PluginManager.class)))
                    .containsExactly("unsigned"));
  }

  @Test
  void problems_whenSettingsComeFromAFile_nameFileAndLine() throws Exception {
    PluginFolder host = new PluginFolder(temp);

    inYaml(
            "signet:\n  plugins: %s\n  trust: %s\n  require: SOME\n  featured: [a, '']\n"
                .formatted(host.plugins(), host.trust()))
        .run(
            context ->
                assertThat(Runs.analysis(context.getStartupFailure()).getDescription())
                    .contains("application.yaml] - 4:12: signet.require: 'SOME' should be one of")
                    .contains("application.yaml] - 5:17: signet.featured: has an empty entry"));
  }

  @Test
  void file_whenItLiesAmongThePlugins_keepsTheApplicationFromStarting() throws Exception {
    PluginFolder host = new PluginFolder(temp);

    inYaml("signet:\n  plugins: %s\n  trust: %s\n  require: ALL\n".formatted(temp, host.trust()))
        .run(
            context ->
                assertThat(Runs.analysis(context.getStartupFailure()).getDescription())
                    .contains("signet.plugins: hold the settings themselves", "application.yaml"));
  }

  private ApplicationContextRunner inYaml(String text) throws Exception {
    Path file = Files.writeString(temp.resolve("application.yaml"), text);
    return Runs.bare()
        .withInitializer(new ConfigDataApplicationContextInitializer())
        .withSystemProperties("spring.config.location=" + file.toUri());
  }

  private static List<String> names() {
    return properties().stream()
        .map(property -> property.path("name").asText().substring("signet.".length()))
        .toList();
  }

  private static List<JsonNode> properties() {
    return metadata("properties").stream()
        .filter(property -> property.path("name").asText().startsWith("signet."))
        .toList();
  }

  private static List<JsonNode> metadata(String part) {
    try (InputStream in =
        SignetProperties.class.getResourceAsStream(
            "/META-INF/spring-configuration-metadata.json")) {
      List<JsonNode> items = new ArrayList<>();
      new ObjectMapper().readTree(in).path(part).forEach(items::add);
      return items;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}

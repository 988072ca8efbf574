package dev.signet.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.databind.JsonNode;
import dev.signet.sign.key.PemFiles;
import dev.signet.testkit.PluginAuthor;
import dev.signet.testkit.Schemas;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Settings whose value is empty, as of a variable that is not set. Which there are is what the file
 * says when one is unknown, so that a new one is covered when it is made.
 */
class EmptySettingsTest {
  private static final Map<String, String> LEAST =
      Map.of("plugins", "plugins", "trust", "trust", "require", "ALL");
  private static final String UNKNOWN = "nosuchsetting";
  private static final Pattern KNOWN =
      Pattern.compile(Pattern.quote(UNKNOWN) + ": is no setting; there are ([^\n]*?)\\.(?:\n|$)");

  /** Sections whose keys are ids of plugins; other tests are about these. */
  private static final Set<String> OF_PLUGINS = Set.of("exclude", "signers.plugins");

  @TempDir private Path temp;

  @BeforeEach
  void makeHost() throws IOException {
    Path trust = Files.createDirectories(temp.resolve("trust"));
    PemFiles.writeCertificates(
        trust.resolve("root.crt"), List.of(PluginAuthor.authority("Root").certificate()));
    Files.createDirectories(temp.resolve("plugins"));
  }

  @Test
  void settings_areMany() throws Exception {
    assertThat(settings())
        .hasSizeGreaterThan(30)
        .contains("plugins", "stateDirectory", "revocation.lists", "limits.depth")
        .contains("sunset.nextcloud.rsa-pss-sha1", "algorithms.standard");
  }

  @Test
  void schema_namesEverySettingAndNoOther() throws Exception {
    List<String> named = new ArrayList<>();
    collect("", Schemas.SETTINGS.tree(), named);

    assertThat(named).containsExactlyInAnyOrderElementsOf(settings());
  }

  @ParameterizedTest
  @ValueSource(strings = {"''", "", "' '", "\"\\t\"", "['']", "[a, '']", "[null]"})
  void setting_whenItIsEmpty_isAnErrorThatNamesIt(String empty) throws Exception {
    for (String setting : settings()) {
      assertThat(problems(setting, empty)).as(setting).contains(": " + setting + ": ");
      assertThat(Schemas.SETTINGS.problems(text(setting, empty))).as(setting).isNotEmpty();
    }
  }

  @ParameterizedTest
  @CsvSource({"plugins,[]", "trust,[]", "stateDirectory,[]", "algorithms.standard,[]"})
  void setting_whenItNeedsAValueAndIsAListOfNone_isAnErrorThatNamesIt(String setting, String none)
      throws Exception {
    assertThat(problems(setting, none)).contains(": " + setting + ": ");
    assertThat(Schemas.SETTINGS.problems(text(setting, none))).isNotEmpty();
  }

  @Test
  void exclude_whenAnIdOrItsGlobsAreEmpty_isAnErrorThatNamesIt() throws Exception {
    assertThat(problems("exclude.''", "[a]")).contains(": exclude");
    assertThat(problems("exclude.a", "''")).contains(": exclude.a: ");
    assertThat(problems("exclude.a", "['']")).contains(": exclude.a: ");
  }

  /** Returns the dotted names of all settings that have values. */
  private List<String> settings() throws Exception {
    List<String> settings = new ArrayList<>();
    collect("", settings);
    return settings;
  }

  private void collect(String prefix, List<String> into) throws Exception {
    Matcher known = KNOWN.matcher(problems(prefix + UNKNOWN, "x"));
    if (!known.find()) {
      into.add(prefix.substring(0, prefix.length() - 1));
      return;
    }
    for (String key : known.group(1).split(", ", -1)) {
      if (!OF_PLUGINS.contains(prefix + key)) {
        collect(prefix + key + ".", into);
      }
    }
  }

  private static void collect(String prefix, JsonNode schema, List<String> into) {
    for (Map.Entry<String, JsonNode> property : schema.path("properties").properties()) {
      String name = prefix + property.getKey();
      JsonNode meant = meant(property.getValue());
      if (OF_PLUGINS.contains(name)) {
        continue;
      }
      if (meant.has("properties")) {
        collect(name + ".", meant, into);
      } else {
        into.add(name);
      }
    }
  }

  /** A section that occurs twice is described once. */
  private static JsonNode meant(JsonNode schema) {
    String elsewhere = schema.path("$ref").asText();
    return elsewhere.isEmpty() ? schema : Schemas.SETTINGS.tree().at(elsewhere.substring(1));
  }

  /** Returns what is wrong with a file that has this setting besides those that must be there. */
  private String problems(String setting, String value) throws Exception {
    String text = text(setting, value);
    Path file = Files.writeString(temp.resolve("host.yaml"), text);
    ConfigurationException thrown =
        catchThrowableOfType(
            ConfigurationException.class, () -> HostConfiguration.read(file).close());
    assertThat(thrown).as(text).isNotNull();
    return Objects.requireNonNull(thrown.getMessage());
  }

  private static String text(String setting, String value) {
    Map<String, String> lines = new TreeMap<>(LEAST);
    String[] keys = setting.split("\\.", -1);
    StringBuilder nested = new StringBuilder(value);
    for (int i = keys.length - 1; i > 0; i--) {
      nested.insert(0, "{" + keys[i] + ": ").append('}');
    }
    lines.put(keys[0], nested.toString());
    StringBuilder text = new StringBuilder();
    lines.forEach((key, line) -> text.append(key).append(": ").append(line).append('\n'));
    return text.toString();
  }
}

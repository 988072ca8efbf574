package dev.signet.attack;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import dev.signet.config.ConfigurationException;
import dev.signet.config.HostConfiguration;
import dev.signet.sign.key.PemFiles;
import dev.signet.testkit.TestHost;
import dev.signet.testkit.Trees;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Files that mean less protection than they seem to, or that should only be a list of problems. */
class ConfigurationAttackTest {
  private static final String LEAST =
      "plugins: plugins\ntrust: trust\nrequire: ALL\nstateDirectory: mystate\n";

  @TempDir private Path temp;
  private TestHost host;
  private Path file;

  @BeforeEach
  void makeHost() {
    host = new TestHost(temp);
    file = temp.resolve("host.yaml");
    trustIn(temp.resolve("trust"));
  }

  @AfterEach
  void close() throws Exception {
    host.close();
  }

  @ParameterizedTest
  @ValueSource(strings = {"Stable", "'stable '", "\"stable\\n\"", "|\n  stable", "STABLE"})
  void channel_whenItOnlyLooksStable_isRefused(String channel) {
    assertThat(problems(LEAST + "channel: " + channel + "\n")).contains(":5: channel:", "'stable'");
  }

  @Test
  void emptyListOfAlgorithms_isNotAllOfThem() {
    assertThat(problems(LEAST + "algorithms: {standard: []}\n"))
        .contains(":5: algorithms.standard:", "empty");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "refreshEvery: 0 days",
        "refreshEvery: 9223372036854775807 seconds",
        "grace: 9223372036854775807 seconds",
        "grace: P40000D"
      })
  void spansBeyondReason_areRefused(String setting) {
    assertThat(problems(LEAST + "revocation: {" + setting + "}\n"))
        .contains(":5: revocation." + setting.substring(0, setting.indexOf(':')) + ":");
  }

  @Test
  void numberOfEndlessDigits_isRefused() {
    assertTimeoutPreemptively(
        Duration.ofSeconds(5),
        () ->
            assertThat(problems(LEAST + "limits: {files: " + "9".repeat(900_000) + "}\n"))
                .contains(":5: limits.files:"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"https://me:secret@a.example/b", "http://me:secret@a.example/b"})
  void passwordInAnAddress_isRefusedAndNotRepeated(String address) {
    assertThat(problems(LEAST + "revocation: {urls: '" + address + "'}\n"))
        .contains(":5: revocation.urls:", "a.example")
        .doesNotContain("secret");
  }

  @Test
  void trust_whenWhoeverBringsPluginsCouldChangeIt_isRefused() throws Exception {
    trustIn(host.plugins().resolve("trust"));
    assertThat(problems(LEAST.replace("trust: trust", "trust: plugins/trust")))
        .contains(":2: trust:", "inside");
    Files.createSymbolicLink(temp.resolve("elsewhere"), host.plugins().resolve("trust"));
    assertThat(problems(LEAST.replace("trust: trust", "trust: elsewhere")))
        .contains(":2: trust:", "inside");
    assertThat(problems(LEAST.replace("plugins: plugins", "plugins: .")))
        .contains(":1: plugins: hold the settings themselves, ", "host.yaml; keep");
  }

  @Test
  void sameGlobTwice_isNoFault() throws Exception {
    write(LEAST + "exclude: {a: [x, x]}\n");

    host.opened(host.opened(HostConfiguration.read(file)).managerBuilder().build());
  }

  /** One sentence with the line, whatever stands there; no parser's own words. */
  @ParameterizedTest
  @MethodSource("oddYaml")
  void oddYaml_isOneSentenceWithItsLine(String text) {
    write(text);
    assertThatExceptionOfType(ConfigurationException.class)
        .isThrownBy(() -> HostConfiguration.read(file))
        .satisfies(
            e -> {
              assertThat(e.problems()).hasSize(1);
              assertThat(e.getMessage())
                  .startsWith(file + ":")
                  .containsAnyOf("; correct the YAML.", "; ", " should hold ")
                  .doesNotContain("snakeyaml", "Exception", "Event(")
                  .hasSizeLessThan(file.toString().length() + 300);
            });
  }

  static Stream<String> oddYaml() {
    StringBuilder deepBlock = new StringBuilder();
    for (int i = 0; i < 700; i++) {
      deepBlock.append(" ".repeat(i)).append("a:\n");
    }
    return Stream.of(
        // Aliases: bombs, to itself, to nowhere, as a key, merged.
        "a: &a [x, x]\nb: &b [*a, *a]\nc: [*b, *b]\n",
        "a: &a [*a]\n",
        "a: *nowhere\n",
        "*a",
        "a: &a x\n*a : y\n",
        "x: &x {a: b}\n<<: *x\n",
        // Depth.
        "a: " + "[".repeat(20_000),
        "a: " + "[".repeat(20_000) + "]".repeat(20_000),
        "a: " + "{a: ".repeat(20_000),
        "[".repeat(20_000),
        "{".repeat(20_000),
        "- ".repeat(20_000) + "x",
        "? ".repeat(20_000) + "x",
        "a:\n  " + "? ".repeat(20_000) + "x",
        "!a ".repeat(20_000) + "x",
        "&a ".repeat(20_000) + "x",
        deepBlock.toString(),
        // Keys that are no text.
        "[a]: b\n",
        "? [a, b]\n: c\n",
        "? {a: b}\n: c\n",
        // Twice.
        "plugins: a\nplugins: b\n",
        "'plugins': a\n\"plug\\u0069ns\": b\n",
        "limits: {files: 1, files: 2}\n",
        // Types.
        "plugins: !!binary aGVsbG8=\n",
        "plugins: !!binary '***'\n",
        "plugins: !!java.lang.Runtime x\n",
        "plugins: !!javax.script.ScriptEngineManager [!!java.net.URL ['http://x']]\n",
        "limits: {files: !!int abc}\n",
        "plugins: !!set {a}\n",
        "plugins: !own x\n",
        "plugins: !<tag:x> y\n",
        "plugins: !e!x y\n",
        // Escapes and marks.
        "plugins: \"\\x\"\n",
        "plugins: \"\\UFFFFFFFF\"\n",
        "plugins: \"\\U00110000\"\n",
        "plugins: \"\\u12\"\n",
        "plugins: '\n",
        "plugins: |9\n x\n",
        "plugins: |99999999999\n x\n",
        "plugins: @x\n",
        "plugins: \tx: y\n",
        "\tplugins: x\n",
        "plugins: \0\n",
        // Documents and directives.
        "",
        " \n\n",
        "~",
        "plugins",
        "- a\n",
        "a: b\n---\nc: d\n",
        "%YAML 9.9\n---\na: b\n",
        "%YAML 1." + "9".repeat(20_000) + "\n---\na: b\n",
        "%TAG ! a\n%TAG ! b\n---\na: b\n",
        "%YAML 1.1\n");
  }

  /** What is shown of a text, a key and a number of problems is what one cares to read. */
  @ParameterizedTest
  @MethodSource("huge")
  void hugeValues_areNotRepeated(String setting) {
    write(LEAST + setting + "\n");
    assertThatExceptionOfType(ConfigurationException.class)
        .isThrownBy(() -> HostConfiguration.read(file))
        .satisfies(e -> assertThat(e.getMessage()).contains(":5: ").hasSizeLessThan(20_000));
  }

  static Stream<String> huge() {
    return Stream.of(
        "layout: " + "x".repeat(50_000),
        "limits: {files: 0x" + "f".repeat(40_000) + "}",
        "stateDirectory: \"" + "x".repeat(1000) + "\\0" + "y".repeat(20_000) + "\"",
        "? " + "k".repeat(1000) + "\n: v",
        IntStream.range(0, 5_000).mapToObj(i -> "k" + i + ": ").collect(Collectors.joining("\n")));
  }

  /** Whatever is mistyped, it is a setting of the same meaning or a problem; never a crash. */
  @Test
  void mistypedFiles_areProblemsAndNothingElse() {
    String text = LEAST + "revocation:\n  grace: 3 days\nlimits: {files: 10}\nexclude:\n  a: [b]\n";
    String typed = "\t\n :-{}[],&*!|>'\"%@`#?~\\/\u0000\u00e9\ufeffaz09.+_<=";
    Random random = new Random(4);
    int refused = 0;
    for (int i = 0; i < 300; i++) {
      StringBuilder changed = new StringBuilder(text);
      for (int k = 0; k <= random.nextInt(4); k++) {
        char c = typed.charAt(random.nextInt(typed.length()));
        changed.insert(random.nextInt(changed.length()), c);
      }
      write(changed.toString());
      try (HostConfiguration read = HostConfiguration.read(file)) {
        assertThat(read.plugins()).isNotEmpty();
      } catch (ConfigurationException e) {
        refused++;
        assertThat(e.problems()).allSatisfy(problem -> assertThat(problem).contains("host.yaml"));
      }
    }
    assertThat(refused).isGreaterThan(200);
  }

  private void trustIn(Path folder) {
    Trees.write(
        folder.resolve("root.crt"), PemFiles.text(host.authority().certificate()).getBytes(UTF_8));
  }

  private String problems(String text) {
    write(text);
    ConfigurationException e =
        catchThrowableOfType(ConfigurationException.class, () -> HostConfiguration.read(file));
    assertThat(e).as("%s is accepted", text).isNotNull();
    return String.join("\n", e.problems());
  }

  private void write(String text) {
    Trees.write(file, text.getBytes(UTF_8));
  }
}

package dev.signet.attack;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
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
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
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

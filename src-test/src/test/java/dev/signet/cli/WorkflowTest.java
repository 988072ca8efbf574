package dev.signet.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import dev.signet.testkit.Programs;
import dev.signet.testkit.Trees;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The documented workflow: its shell steps, run one after the other in an author's repository. */
class WorkflowTest {
  private static final Path WORKFLOW = Path.of("../docs/sign-plugin.yml");
  private static final Path PAGE = Path.of("../docs/continuous-integration.md");
  private static final Pattern EXPRESSION =
      Pattern.compile("\\$\\{\\{ (inputs|secrets)\\.([A-Za-z_]+) }}");

  /** Stands for Maven, which would ask a registry: the jar by its coordinates. */
  private static final String MAVEN =
      """
      #!/bin/bash
      set -eu
      printf '%s\\n' "$@" >> maven-was-asked
      mkdir .signet
      cp "$JAR" .signet/signet-cli-1.0-all.jar
      """;

  @TempDir private Path temp;
  private Path repository;
  private Map<String, String> given = Map.of();

  @BeforeEach
  void makeRepository() throws IOException {
    assumeTrue(Files.isExecutable(Path.of("/bin/bash")), "there is no bash for the steps");
    repository = Files.createDirectory(temp.resolve("repository"));
    Path maven = Files.createDirectory(temp.resolve("bin")).resolve("mvn");
    Files.writeString(maven, MAVEN);
    Files.setPosixFilePermissions(maven, PosixFilePermissions.fromString("rwxr-xr-x"));
    CommandLineKit signet = new CommandLineKit().variable("PASS", "correct horse");
    ok(signet, "ca:init", "--authority=" + temp.resolve("ca"), "--name=Root", "--no-passphrase");
    Path key = temp.resolve("hello.key");
    Path request = temp.resolve("hello.csr");
    ok(
        signet,
        "key:request",
        "hello",
        "--out=" + request,
        "--key-out=" + key,
        "--passphrase-env=PASS");
    ok(
        signet,
        "ca:issue",
        "hello",
        "--authority=" + temp.resolve("ca"),
        "--request=" + request,
        "--out=" + repository.resolve("hello.crt"));
    Files.copy(temp.resolve("ca/root.crt"), repository.resolve("root.crt"));
    Trees.folder(repository.resolve("source"), Author.files());
    given =
        Map.of(
            "build", "cp -r source hello",
            "bundle", "hello",
            "certificate", "hello.crt",
            "trust", "root.crt",
            "SIGNET_KEY", Files.readString(key),
            "SIGNET_PASSPHRASE", "correct horse");
  }

  @Test
  void steps_whenRun_buildSignAndCheckAndLeaveNoKey() throws Exception {
    List<Programs.Outcome> outcomes = run();

    assertThat(outcomes).hasSize(4).allMatch(outcome -> outcome.exitCode() == 0);
    assertThat(outcomes.get(2).out()).contains("signed  hello");
    assertThat(outcomes.get(3).out()).contains("verified  hello");
    assertThat(repository.resolve("hello/signature.json")).exists();
    assertThat(repository.resolve("maven-was-asked"))
        .content()
        .contains("-Dartifact=" + coordinates(":jar:all"));
    assertThat(temp.resolve("tmp")).isEmptyDirectory();
    assertThat(outcomes.toString()).doesNotContain("PRIVATE KEY", "correct horse");
  }

  @Tag("slow")
  @Test
  void steps_whenThePassphraseIsWrong_endAtTheSigningAndLeaveNoKey() throws Exception {
    List<Programs.Outcome> outcomes = runWith("SIGNET_PASSPHRASE", "battery staple");

    assertThat(outcomes).hasSize(3);
    assertThat(outcomes.get(2).exitCode()).isEqualTo(2);
    assertThat(outcomes.get(2).err()).contains("passphrase");
    assertThat(repository.resolve("hello/signature.json")).doesNotExist();
    assertThat(temp.resolve("tmp")).isEmptyDirectory();
  }

  @Tag("slow")
  @Test
  void steps_whenTheHostTrustsSomebodyElse_endAtTheCheck() throws Exception {
    new CommandLineKit()
        .run("ca:init", "--authority=" + temp.resolve("b"), "--name=B", "--no-passphrase");
    Files.copy(temp.resolve("b/root.crt"), repository.resolve("other.crt"));

    List<Programs.Outcome> outcomes = runWith("trust", "other.crt");

    assertThat(outcomes).hasSize(4);
    assertThat(outcomes.get(3).exitCode()).isEqualTo(1);
    assertThat(outcomes.get(3).out()).contains("UNTRUSTED_CERTIFICATE");
  }

  @Test
  void page_namesTheCoordinatesInputsAndMainClassThereAre() throws Exception {
    String page = Files.readString(PAGE);
    JsonNode workflow = workflow();

    assertThat(page)
        .contains(coordinates(":jar:all"), "'" + coordinates(":all@jar'"))
        .contains("mainClass = '" + Main.class.getName() + "'");
    String call =
        page.substring(page.indexOf("    with:"), page.indexOf("\n```\n\n- `SIGNET_KEY`"));
    workflow
        .at("/on/workflow_call/inputs")
        .properties()
        .forEach(
            input ->
                assertThat(call.contains("      " + input.getKey() + ":"))
                    .as(input.getKey())
                    .isEqualTo(input.getValue().path("required").booleanValue()));
    assertThat(call).contains("SIGNET_KEY:", "SIGNET_PASSPHRASE:");
  }

  private static String coordinates(String end) throws IOException {
    Matcher version =
        Pattern.compile("<version>([^<]+)</version>")
            .matcher(Files.readString(Path.of("../pom.xml")));
    assertThat(version.find()).isTrue();
    return "dev.signet:signet-cli:" + version.group(1) + end;
  }

  private static JsonNode workflow() throws IOException {
    return new YAMLMapper().readTree(Files.readString(WORKFLOW));
  }

  private List<Programs.Outcome> runWith(String name, String value) throws IOException {
    Map<String, String> changed = new HashMap<>(given);
    changed.put(name, value);
    given = changed;
    return run();
  }

  /** Runs the shell steps as a runner does, up to the first that fails. */
  private List<Programs.Outcome> run() throws IOException {
    Path tmp = Files.createDirectory(temp.resolve("tmp"));
    JsonNode job = workflow().at("/jobs/sign");
    List<Programs.Outcome> outcomes = new ArrayList<>();
    for (JsonNode step : job.get("steps")) {
      if (!step.has("run")) {
        continue;
      }
      Path script =
          Files.writeString(temp.resolve("step.sh"), filledIn(step.get("run").textValue()), UTF_8);
      Programs programs =
          new Programs(repository)
              .variable("TMPDIR", tmp)
              .variable("JAR", Programs.jar())
              .variable(
                  "PATH",
                  temp.resolve("bin")
                      + ":"
                      + Path.of(System.getProperty("java.home"), "bin")
                      + ":"
                      + System.getenv("PATH"));
      variables(job.path("env"), programs);
      variables(step.path("env"), programs);
      Programs.Outcome outcome = programs.run("/bin/bash", "-e", "-o", "pipefail", script);
      outcomes.add(outcome);
      if (outcome.exitCode() != 0) {
        break;
      }
    }
    return outcomes;
  }

  private void variables(JsonNode env, Programs programs) {
    env.properties()
        .forEach(
            variable ->
                programs.variable(variable.getKey(), filledIn(variable.getValue().textValue())));
  }

  private String filledIn(String text) {
    return EXPRESSION
        .matcher(text)
        .replaceAll(found -> Matcher.quoteReplacement(given.getOrDefault(found.group(2), "")));
  }

  private static void ok(CommandLineKit signet, Object... words) {
    CommandLineKit.Outcome outcome = signet.run(words);
    assertThat(outcome.exitCode()).as(outcome.err()).isZero();
  }
}

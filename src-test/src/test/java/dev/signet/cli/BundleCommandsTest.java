package dev.signet.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.signet.cli.option.ExitCode;
import dev.signet.testkit.DockerRegistry;
import dev.signet.testkit.FakeRegistry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code bundle:push}, {@code bundle:pull} and {@code bundle:copy}. */
class BundleCommandsTest {
  private static final byte[] BUNDLE = "the very bundle".getBytes(UTF_8);

  @TempDir private Path temp;
  private final CommandLineKit signet = new CommandLineKit();
  private Path zip;

  @BeforeEach
  void setUp() throws IOException {
    zip = Files.write(temp.resolve("clock-1.2.0.zip"), BUNDLE);
  }

  @Test
  void bundle_whenCarriedFromRegistryToRegistry_isTheSame() throws IOException {
    try (DockerRegistry one = DockerRegistry.start(Files.createDirectory(temp.resolve("one")));
        DockerRegistry two = DockerRegistry.start(Files.createDirectory(temp.resolve("two")))) {
      String stick = "layout:" + temp.resolve("stick");
      String inside = "oci:" + two.name() + "/clock";

      String digest = done("push", "--path=" + zip, "--to=oci:" + one.name() + "/p/clock:1.2.0");
      assertThat(done("copy", "--from=oci:" + one.name() + "/p/clock:1.2.0", "--to=" + stick))
          .isEqualTo(digest);
      assertThat(done("copy", "--from=" + stick, "--to=" + inside)).isEqualTo(digest);
      Path out = temp.resolve("pulled.zip");
      assertThat(done("pull", "--from=" + inside + "@" + digest, "--out=" + out)).isEqualTo(digest);

      assertThat(out).hasBinaryContent(BUNDLE);
    }
  }

  @Test
  void registry_whenItWantsAPassword_isToldThatOfDockersFile() throws IOException {
    try (DockerRegistry registry = DockerRegistry.start(temp, "alice", "secret")) {
      String to = "--to=oci:" + registry.name() + "/clock:1.2.0";
      CommandLineKit.Outcome refused = run("push", "--path=" + zip, to);
      assertThat(refused.exitCode()).isEqualTo(ExitCode.USAGE);
      assertThat(refused.err()).contains("there are none for " + registry.name(), "docker login");

      String auth = Base64.getEncoder().encodeToString("alice:secret".getBytes(UTF_8));
      Files.writeString(
          Files.createDirectories(temp.resolve("home/.docker")).resolve("config.json"),
          "{\"auths\":{\"" + registry.name() + "\":{\"auth\":\"" + auth + "\"}}}");
      signet.variable("HOME", temp.resolve("home").toString());
      CommandLineKit.Outcome pushed = run("push", "--path=" + zip, to);

      assertThat(pushed.exitCode()).as(pushed.err()).isEqualTo(ExitCode.OK);
      assertThat(pushed.out() + pushed.err()).doesNotContain("secret", auth);
      signet.variable("DOCKER_CONFIG", temp.resolve("home").toString());
      assertThat(run("push", "--path=" + zip, to).exitCode()).isEqualTo(ExitCode.USAGE);
      Path config = temp.resolve("home/.docker/config.json");
      assertThat(run("push", "--path=" + zip, to, "--docker-config=" + config).exitCode())
          .isEqualTo(ExitCode.OK);
    }
  }

  @Test
  void tag_whenLookedUp_isToldAsADigestAndNothingIsWritten() throws IOException {
    try (FakeRegistry registry = FakeRegistry.start()) {
      String digest = registry.bundle("clock", BUNDLE);
      registry.answer("/v2/clock/manifests/latest", manifest());

      CommandLineKit.Outcome found =
          run("pull", "--from=oci:" + registry.name() + "/clock:latest", "--dry-run");

      assertThat(found.exitCode()).as(found.err()).isEqualTo(ExitCode.OK);
      assertThat(found.out())
          .isEqualToNormalizingNewlines(
              "found  oci:" + registry.name() + "/clock@" + digest + "  15 bytes\n");
      assertThat(registry.asked()).hasSize(1);
    }
  }

  @Test
  void tokenServer_whenNamed_isAsked() throws IOException {
    try (FakeRegistry registry = FakeRegistry.start();
        FakeRegistry tokens = FakeRegistry.start()) {
      String digest = registry.bundle("clock", BUNDLE);
      registry.guard(
          "/v2/clock/manifests/" + digest,
          "Bearer realm=\"http://" + tokens.name() + "/token\"",
          "Bearer t");
      tokens.answer("/token", "{\"token\":\"t\"}".getBytes(UTF_8));
      String from = "--from=oci:" + registry.name() + "/clock@" + digest;

      assertThat(run("pull", from, "--dry-run").err()).contains("name it among the token servers");
      assertThat(run("pull", from, "--dry-run", "--token-server=" + tokens.name()).exitCode())
          .isEqualTo(ExitCode.OK);
    }
  }

  @Test
  void file_whenItIsThere_isNeverReplaced() throws IOException {
    try (FakeRegistry registry = FakeRegistry.start()) {
      String from = "--from=oci:" + registry.name() + "/clock@" + registry.bundle("clock", BUNDLE);
      Path there = Files.writeString(temp.resolve("there.zip"), "old");

      CommandLineKit.Outcome outcome = run("pull", from, "--out=" + there);

      assertThat(outcome.exitCode()).isEqualTo(ExitCode.USAGE);
      assertThat(outcome.err()).contains("is there already and is never overwritten");
      assertThat(there).hasContent("old");
    }
  }

  @Test
  void file_whenItsNameHidesTheKind_isNotWritten() throws IOException {
    try (FakeRegistry registry = FakeRegistry.start()) {
      String from = "--from=oci:" + registry.name() + "/clock@" + registry.bundle("clock", BUNDLE);

      assertThat(run("pull", from, "--out=" + temp.resolve("clock.jar")).err())
          .contains("only takes with a name in .zip; name it so");
      assertThat(temp.resolve("clock.jar")).doesNotExist();
    }
  }

  @Test
  void folderOfDigests_whenItHoldsSeveral_tellsThem() throws IOException {
    String stick = "layout:" + temp.resolve("stick");
    String one = done("push", "--path=" + zip, "--to=" + stick);
    Path jar = Files.write(temp.resolve("disk.jar"), BUNDLE);
    String two = done("push", "--path=" + jar, "--to=" + stick);

    CommandLineKit.Outcome outcome = run("pull", "--from=" + stick, "--out=x.zip");
    assertThat(outcome.exitCode()).isEqualTo(ExitCode.USAGE);
    assertThat(outcome.err()).contains("add one of: @" + one + ", @" + two);
    assertThat(done("pull", "--from=" + stick + "@" + two, "--out=" + temp.resolve("two.jar")))
        .isEqualTo(two);
    assertThat(run("pull", "--from=" + stick + "@" + two).err()).contains("Name the file", "--out");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "https://registry.example/clock",
        "registry.example/clock",
        "oci:registry.example/../clock:1",
        "layout:",
        "layout:stick@sha256:0a",
        ""
      })
  void place_whenItIsNone_tellsHowTheyAreWritten(String place) {
    CommandLineKit.Outcome outcome = run("pull", "--from=" + place);

    assertThat(outcome.exitCode()).isEqualTo(ExitCode.USAGE);
    assertThat(outcome.err()).contains("--from: ", "write ");
  }

  @ParameterizedTest
  @CsvSource({
    "pull, --from=oci:registry.example/clock, add a tag",
    "pull, --from=layout:nowhere, is no OCI image layout",
    "push, --path=nowhere.zip --to=oci:registry.example/clock, check the name",
    "push, --path=nowhere.zip, Missing required option: '--to",
    "pull, --from=oci:localhost:1/clock:1, it cannot be reached"
  })
  void command_whenItCannotBeDone_saysWhy(String command, String words, String cause) {
    CommandLineKit.Outcome outcome = run(command, (Object[]) words.split(" "));

    assertThat(outcome.exitCode()).isEqualTo(ExitCode.USAGE);
    assertThat(outcome.err()).contains(cause).doesNotContain("Exception");
  }

  @Test
  void digest_whenItIsToBeWrittenTo_isRefused() {
    String digest = "sha256:" + "0a".repeat(32);

    for (String place : new String[] {"oci:registry.example/clock@", "layout:stick@"}) {
      assertThat(run("push", "--path=" + zip, "--to=" + place + digest).err())
          .contains("--to: leave out the digest");
    }
  }

  private static byte[] manifest() {
    return FakeRegistry.manifestOf(FakeRegistry.digest(BUNDLE), BUNDLE.length).getBytes(UTF_8);
  }

  /** Runs a command that succeeds, and returns the digest it tells. */
  private String done(String command, Object... words) throws IOException {
    Object[] more = new Object[words.length + 1];
    more[0] = "--output=json";
    System.arraycopy(words, 0, more, 1, words.length);
    CommandLineKit.Outcome outcome = run(command, more);
    assertThat(outcome.exitCode()).as(outcome.err()).isEqualTo(ExitCode.OK);
    JsonNode told = new ObjectMapper().readTree(outcome.out()).elements().next();
    assertThat(told.path("size").asLong()).isEqualTo(BUNDLE.length);
    assertThat(told.path("bundle").asText()).endsWith("@" + told.path("digest").asText());
    return told.path("digest").asText();
  }

  private CommandLineKit.Outcome run(String command, Object... words) {
    Object[] all = new Object[words.length + 2];
    all[0] = "bundle:" + command;
    all[1] = "--plain-http";
    System.arraycopy(words, 0, all, 2, words.length);
    return signet.run(all);
  }
}

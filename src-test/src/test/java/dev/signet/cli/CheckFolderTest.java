package dev.signet.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.signet.cli.option.ExitCode;
import dev.signet.report.CheckedBundle;
import dev.signet.testkit.Trees;
import dev.signet.verdict.Finding;
import dev.signet.verdict.Reason;
import dev.signet.verdict.Signer;
import dev.signet.verdict.Subject;
import dev.signet.verdict.Verdict;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code integrity:check-app --all}: what it finds in a folder, and what it says of all of it. */
class CheckFolderTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  @TempDir Path temp;
  private final CommandLineKit signet = new CommandLineKit();
  private Author author;
  private Path plugins;

  @BeforeEach
  void setUp() throws IOException {
    author = new Author(temp);
    plugins = Files.createDirectories(temp.resolve("plugins"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"readme.txt", ".hidden/a", ".hidden.zip.txt", "alpha.tar.gz", ".signet-install/a"})
  void folder_whenItHoldsNoBundle_isAUsageError(String file) {
    Trees.folder(plugins, Trees.files(file, "x"));

    CommandLineKit.Outcome outcome = checkAll();

    assertThat(outcome.exitCode()).isEqualTo(ExitCode.USAGE);
    assertThat(outcome.err()).contains("--all", plugins + " holds no bundle", ".zip or .jar");
  }

  @ParameterizedTest
  @ValueSource(strings = {"alpha.tar.gz", "alpha.tgz", "ALPHA.TAR"})
  void folder_whenItHoldsTarballsOnly_saysToUnpackThem(String name) {
    Trees.folder(plugins, Trees.files(name, "x"));

    assertThat(checkAll().err()).contains("Unpack " + name);
  }

  @ParameterizedTest
  @ValueSource(strings = {".evil.jar", ".EVIL.Jar", "evil.jar", ".evil.zip", "evil.ZIP", "evil/a"})
  void folder_whenItHoldsWhatAHostLoads_checksIt(String evil) {
    Trees.folder(plugins, Trees.files(evil, "PK"));

    CommandLineKit.Outcome outcome = checkAll();

    assertThat(outcome.exitCode()).isEqualTo(ExitCode.FINDINGS);
    assertThat(outcome.out()).contains("Stable would refuse 1.");
  }

  @Test
  void bundles_whenTheyShareAnId_areAllToldAndAllButOneRefused() throws IOException {
    signed("plugins/hello-1.zip");
    signed("plugins/hello-2.zip");

    CommandLineKit.Outcome text = checkAll();
    JsonNode results = JSON.readTree(checkAll("--output=json").out());

    assertThat(text.exitCode()).isEqualTo(ExitCode.FINDINGS);
    assertThat(text.out())
        .contains("DUPLICATE_ID", plugins.resolve("hello-1.zip").toString())
        .contains("Stable would refuse 1.");
    assertThat(results.fieldNames()).toIterable().containsExactly("hello", "hello-2.zip");
    assertThat(results.at("/hello-2.zip/REASON").textValue()).isEqualTo("DUPLICATE_ID");
    assertThat(results.get("hello")).isEmpty();
  }

  @Test
  void folder_whenItLiesBesideItsZip_isLeftOutUnseenAsByAHost() throws IOException {
    signed("plugins/hello.zip");
    author.plugin("plugins/hello");
    author.plugin("plugins/other", idOf("other"));

    CommandLineKit.Outcome text = checkAll();
    JsonNode results = JSON.readTree(checkAll("--output=json").out());

    assertThat(text.exitCode()).isEqualTo(ExitCode.FINDINGS);
    assertThat(text.out())
        .contains(
            "hello is left out: hello.zip beside it is the plugin as shipped.", "3 bundles: ");
    assertThat(results.at("/hello/REASON").isMissingNode())
        .isNotEqualTo(results.at("/hello.zip/REASON").isMissingNode());
    assertThat(results.findValuesAsText("REASON")).contains("DUPLICATE_ID", "MISSING_SIGNATURE");
  }

  @Test
  void bundles_whenEqual_thatWhichAHostWouldLoadFirstIsPreferred() throws IOException {
    signed("plugins/a.zip");
    signed("plugins/b.zip");
    signed("plugins/c.jar");
    Files.setLastModifiedTime(plugins.resolve("b.zip"), FileTime.fromMillis(1));

    CommandLineKit.Outcome outcome = checkAll();

    assertThat(outcome.out().lines().filter(line -> line.contains("preferred is the verified")))
        .hasSize(2)
        .allMatch(line -> line.endsWith("c.jar."));
    Files.delete(plugins.resolve("c.jar"));
    assertThat(checkAll().out()).contains("preferred is the verified 1.0 at " + plugins + "/b.zip");
  }

  @Test
  void bundles_whenOneIsUnjudgedAndOneBad_endWithTheCodeOfFindings() {
    CheckedBundle bad = new CheckedBundle(temp, verdict(Reason.INVALID_HASH));
    CheckedBundle unjudged = new CheckedBundle(temp, verdict(Reason.STATE_UNAVAILABLE));
    CheckedBundle both =
        new CheckedBundle(temp, verdict(Reason.STATE_UNAVAILABLE, Reason.EXTRA_FILE));
    CheckedBundle good = new CheckedBundle(temp, verdict());

    assertThat(CheckCommand.exitCode(List.of(good))).isEqualTo(ExitCode.OK);
    assertThat(CheckCommand.exitCode(List.of(good, unjudged))).isEqualTo(ExitCode.USAGE);
    assertThat(CheckCommand.exitCode(List.of(unjudged, bad))).isEqualTo(ExitCode.FINDINGS);
    assertThat(CheckCommand.exitCode(List.of(both))).isEqualTo(ExitCode.FINDINGS);
    assertThat(CheckCommand.exitCode(List.of(good, both, unjudged))).isEqualTo(ExitCode.FINDINGS);
  }

  private static Verdict verdict(Reason... problems) {
    Signer signer = new Signer("a", "b", "1", "c".repeat(64), Instant.MIN, Instant.MAX, "d", "e");
    return Verdict.of(
        new Subject("hello", "1.0", ""),
        Stream.of(problems).map(reason -> Finding.of(reason, "Because.")).toList(),
        Optional.of(signer));
  }

  @Test
  void bundles_whenAVerifiedOneHasTheLowerVersion_itIsPreferred() throws IOException {
    signed("plugins/b.zip");
    author.plugin(
        "plugins/a", Trees.files("plugin.properties", "plugin.id=hello\nplugin.version=99.0.0"));

    JsonNode results = JSON.readTree(checkAll("--output=json").out());

    assertThat(results).hasSize(2);
    assertThat(results.get("b.zip")).isEmpty();
  }

  @Test
  void bundles_whenOneIsNamedLikeAnothersPlace_areBothKept() throws IOException {
    author.plugin("plugins/a", idOf("x"));
    author.plugin("plugins/b", idOf("c"));
    author.plugin("plugins/c", idOf("x"));
    author.plugin("plugins/d", idOf("d"));

    assertThat(JSON.readTree(checkAll("--output=json").out())).hasSize(4);
  }

  static Stream<Throwable> faults() {
    return Stream.of(
        new OutOfMemoryError("Java heap space"),
        new StackOverflowError(),
        new NoClassDefFoundError("org/bouncycastle/X"),
        new ExceptionInInitializerError("x"),
        new AssertionError("x"),
        new IllegalStateException("x"));
  }

  @ParameterizedTest
  @MethodSource("faults")
  void program_whenItFailsItself_neverEndsAsIfItHadFindings(Throwable fault) {
    signed("plugins/hello.zip");
    signet.failing(
        () -> {
          throw CheckFolderTest.<RuntimeException>unchecked(fault);
        });

    CommandLineKit.Outcome outcome = checkAll();

    assertThat(outcome.exitCode()).isEqualTo(ExitCode.USAGE);
    assertThat(outcome.err()).startsWith("signet: ").contains("nothing was decided");
  }

  private CommandLineKit.Outcome checkAll(Object... more) {
    List<Object> words =
        new ArrayList<>(
            List.of("integrity:check-app", "--all", "--path=" + plugins, author.trust()));
    words.addAll(List.of(more));
    return signet.run(words.toArray());
  }

  private void signed(String name) {
    CommandLineKit.Outcome outcome =
        signet.run(
            "integrity:sign-app",
            "--path=" + author.plugin(name),
            author.key("hello"),
            author.certificate("hello"));
    assertThat(outcome.exitCode()).as(outcome.err()).isEqualTo(ExitCode.OK);
  }

  @SuppressWarnings("unchecked")
  private static <T extends Throwable> RuntimeException unchecked(Throwable fault) throws T {
    throw (T) fault;
  }

  private static Map<String, byte[]> idOf(String id) {
    return Trees.files("plugin.properties", "plugin.id=" + id + "\nplugin.version=1.0.0");
  }
}

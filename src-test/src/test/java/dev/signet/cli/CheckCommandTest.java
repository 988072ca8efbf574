package dev.signet.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.signet.cli.option.ExitCode;
import dev.signet.testkit.Certificates;
import dev.signet.testkit.RevocationLists;
import dev.signet.testkit.Trees;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CheckCommandTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  @TempDir private Path temp;
  private Author author;
  private Path plugins;
  private final CommandLineKit signet = new CommandLineKit().at(Certificates.NOW);

  @BeforeEach
  void writeFiles() throws IOException {
    author = new Author(temp);
    plugins = Files.createDirectory(temp.resolve("plugins"));
  }

  @Test
  void checkApp_whenAllIsWell_tellsWhoSignedAndWhatAHostDoes() {
    CommandLineKit.Outcome outcome = check(signed("plugins/hello"));

    assertThat(outcome.exitCode()).isEqualTo(ExitCode.OK);
    assertThat(outcome.out())
        .contains("verified", "hello 1.0", "CN=hello", "CN=Root", "ecdsa-p384-sha384")
        .containsPattern("on stable +admitted\n")
        .containsPattern("elsewhere +admitted \\(channel 'beta'\\)");
    assertThat(outcome.err()).isEmpty();
  }

  @Test
  void checkApp_whenAFileChanged_tellsWhichAndWhatToDo() {
    Path plugin = signed("plugins/hello");
    Trees.write(plugin.resolve("classes/a.txt"), new byte[] {'b'});
    Trees.write(plugin.resolve("more.txt"), new byte[1]);

    CommandLineKit.Outcome outcome = check(plugin, "--channel=daily");

    assertThat(outcome.exitCode()).isEqualTo(ExitCode.FINDINGS);
    assertThat(outcome.out())
        .contains("modified", "INVALID_HASH", "classes/a.txt", "EXTRA_FILE", "more.txt")
        .containsPattern("expected [0-9a-f]{128}")
        .containsPattern("current +[0-9a-f]{128}")
        .contains("to do: ")
        .containsPattern("on stable +refused by integrity\n")
        .containsPattern(
            "elsewhere +admitted with a warning about integrity \\(channel 'daily'\\)");
  }

  @ParameterizedTest
  @CsvSource({
    "integrity=enforce, admitted with a warning about authenticity \\(channel 'beta'.",
    "authenticity=enforce, refused by authenticity \\(channel 'beta'.",
    "'integrity=enforce,authenticity=off', admitted with a warning \\(channel 'beta'."
  })
  void checkApp_whenAPolicyIsGiven_tellsWhatThatWouldDo(String rules, String told) {
    CommandLineKit.Outcome outcome =
        check(author.plugin("plugins/hello"), "--channel=beta", "--enforcement=" + rules);
    assertThat(outcome.out())
        .containsPattern("on stable +refused by authenticity\n")
        .containsPattern("elsewhere +" + told)
        .contains(rules.replace("=", " ").replace(",", ", "));
  }

  @Test
  void checkApp_whenThePolicyIsOfStable_tellsWhatThatWouldDo() {
    assertThat(check(author.plugin("plugins/hello"), "--enforcement=authenticity=warn").out())
        .containsPattern(
            "elsewhere +admitted with a warning about authenticity \\(channel 'stable',"
                + " authenticity warn\\)");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "integrity",
        "integrity=",
        "=warn",
        "integrity=refuse",
        "trust=warn",
        "integrity=warn,"
      })
  void checkApp_whenThePolicyIsMistyped_saysWhatThereIs(String rules) {
    CommandLineKit.Outcome outcome =
        check(author.plugin("plugins/hello"), "--enforcement=" + rules);
    assertThat(outcome.exitCode()).isEqualTo(ExitCode.USAGE);
    assertThat(outcome.err())
        .contains("--enforcement", "write it like integrity=enforce", "expiry, freshness");
  }

  @Test
  void checkApp_whenThePolicyIsTooLittleForStable_saysSo() {
    CommandLineKit.Outcome outcome =
        check(author.plugin("plugins/hello"), "--enforcement=integrity=off");
    assertThat(outcome.exitCode()).isEqualTo(ExitCode.USAGE);
    assertThat(outcome.err()).contains("integrity cannot be off on the channel stable");
  }

  @Test
  void checkApp_whenUnsigned_doesNotCallItModified() {
    CommandLineKit.Outcome outcome = check(author.plugin("plugins/hello"));

    assertThat(outcome.exitCode()).isEqualTo(ExitCode.FINDINGS);
    assertThat(outcome.out()).contains("unsigned", "MISSING_SIGNATURE", "nobody");
    assertThat(outcome.out()).doesNotContain("modified");
  }

  @Test
  void checkApp_whenArchive_checksItAlike() {
    assertThat(check(signed("plugins/hello.zip")).exitCode()).isEqualTo(ExitCode.OK);
  }

  @Test
  void checkApp_whenAnotherIdIsAskedFor_tells() {
    CommandLineKit.Outcome outcome = check(signed("plugins/hello"), "other");

    assertThat(outcome.exitCode()).isEqualTo(ExitCode.FINDINGS);
    assertThat(outcome.out()).contains("other");
  }

  @Test
  void checkApp_whenJsonIsAsked_printsTheOriginalStructure() throws IOException {
    Path plugin = signed("plugins/hello");
    assertThat(JSON.readTree(check(plugin, "--output=json").out())).isEmpty();
    Trees.write(plugin.resolve("classes/a.txt"), new byte[] {'b'});

    JsonNode result = JSON.readTree(check(plugin, "--output=json").out());

    assertThat(result.fieldNames()).toIterable().containsExactly("INVALID_HASH");
    assertThat(result.at("/INVALID_HASH/classes~1a.txt").fieldNames())
        .toIterable()
        .containsExactly("expected", "current");
  }

  @Test
  void checkApp_whenSarifIsAsked_printsALogWithRulesAndPlaces() throws IOException {
    Path plugin = signed("plugins/hello");
    Trees.write(plugin.resolve("new file.txt"), new byte[1]);

    JsonNode log = JSON.readTree(check(plugin, "--output=sarif").out());

    assertThat(log.get("version").textValue()).isEqualTo("2.1.0");
    assertThat(log.at("/runs/0/tool/driver/rules/0/id").textValue()).isEqualTo("EXTRA_FILE");
    JsonNode result = log.at("/runs/0/results/0");
    assertThat(result.get("ruleId").textValue()).isEqualTo("EXTRA_FILE");
    assertThat(result.get("level").textValue()).isEqualTo("error");
    assertThat(result.at("/locations/0/physicalLocation/artifactLocation/uri").textValue())
        .startsWith("file:///")
        .endsWith("/plugins/hello/new%20file.txt");
  }

  @Test
  void checkApp_whenAllAreAsked_checksEachAndSumsUp() throws IOException {
    signed("plugins/hello.zip");
    author.plugin("plugins/b", Trees.files("plugin.properties", "plugin.id=b\nplugin.version=2"));
    Trees.write(plugins.resolve("readme.txt"), new byte[1]);
    Files.createDirectory(plugins.resolve(".hidden"));
    Files.createSymbolicLink(plugins.resolve("z"), temp);

    CommandLineKit.Outcome text = check(plugins, "--all");
    JsonNode results = JSON.readTree(check(plugins, "--all", "--output=json").out());

    assertThat(text.exitCode()).isEqualTo(ExitCode.FINDINGS);
    assertThat(text.out().stripTrailing().lines().toList())
        .last()
        .isEqualTo("3 bundles: 1 unsigned, 1 verified, 1 invalid. Stable would refuse 2.");
    assertThat(results.fieldNames()).toIterable().containsExactly("b", "hello", "z");
    assertThat(results.get("hello")).isEmpty();
    assertThat(results.at("/b/REASON").textValue()).isEqualTo("MISSING_SIGNATURE");
  }

  @Test
  void checkApp_whenCertificateIsOnTheList_isRevoked() {
    Certificates.Issued leaf = Certificates.leaf("hello", Author.ROOT).make();
    author.credentials("withdrawn", leaf);
    Path plugin = author.plugin("plugins/hello");
    signet.run(
        "integrity:sign-app",
        "--path=" + plugin,
        author.key("withdrawn"),
        author.certificate("withdrawn"));
    Path list =
        Trees.write(
            temp.resolve("root.crl"),
            RevocationLists.of(Author.ROOT).number(1).revoked(leaf.certificate()).der());

    assertThat(check(plugin).exitCode()).isEqualTo(ExitCode.OK);
    CommandLineKit.Outcome outcome = check(plugin, "--crl=" + list);

    assertThat(outcome.exitCode()).isEqualTo(ExitCode.FINDINGS);
    assertThat(outcome.out()).contains("revoked", "REVOKED");
  }

  @ParameterizedTest
  @ValueSource(strings = {"2040-01-01T00:00:00Z", "2040-01-01"})
  void checkApp_whenAskedForAnotherTime_judgesAsOfThen(String instant) {
    CommandLineKit.Outcome outcome = check(signed("plugins/hello"), "--at=" + instant);

    assertThat(outcome.exitCode()).isEqualTo(ExitCode.FINDINGS);
    assertThat(outcome.out()).contains("EXPIRED");
  }

  @Test
  void checkApp_whenProfileIsNextcloud_takesVersion1() {
    author.credentials(
        "legacy", Certificates.legacyLeaf("hello", Author.ROOT).keys(Author.RSA).make());
    Path app = author.plugin("plugins/app", Trees.files("a.php", "a", ".DS_Store", "x"));
    signet.run(
        "integrity:sign-app",
        "--path=" + app,
        "--layout=nextcloud",
        "--format=1",
        author.key("legacy"),
        author.certificate("legacy"));

    assertThat(check(app, "hello", "--layout=nextcloud").exitCode()).isEqualTo(ExitCode.OK);
    CommandLineKit.Outcome strict = check(app, "hello", "--layout=nextcloud", "--profile=standard");
    assertThat(strict.exitCode()).isEqualTo(ExitCode.FINDINGS);
    assertThat(strict.out()).contains("WEAK_ALGORITHM");
  }

  @Test
  void checkApp_whenCoreSignedIt_passesByTheLayoutOrWhenAllowed() throws IOException {
    author.credentials("core", Certificates.leaf("core", Author.ROOT).make());
    Path app = author.plugin("plugins/app", Trees.files("a.php", "a"));
    signet.run(
        "integrity:sign-core", "--path=" + app, author.key("core"), author.certificate("core"));
    Files.createDirectory(app.resolve("appinfo"));
    Files.move(app.resolve("core/signature.json"), app.resolve("appinfo/signature.json"));
    String standard = "--profile=standard";

    assertThat(check(app, "hello", standard, "--layout=nextcloud").exitCode())
        .isEqualTo(ExitCode.OK);
    for (String layout : List.of("--layout=nextcloud", "--layout=owncloud")) {
      CommandLineKit.Outcome strict = check(app, "hello", standard, layout, "--no-core-signs-apps");
      assertThat(strict.exitCode()).isEqualTo(ExitCode.FINDINGS);
      assertThat(strict.out())
          .contains("SCOPE_MISMATCH", "asked for hello", "CN        core", "--core-signs-apps")
          .doesNotContain("somebody else's code");
    }
    assertThat(check(app, "hello", standard, "--layout=owncloud").exitCode())
        .isEqualTo(ExitCode.FINDINGS);
    assertThat(check(app, "hello", standard, "--layout=owncloud", "--core-signs-apps").exitCode())
        .isEqualTo(ExitCode.OK);
    assertUsage(
        "--no-core-signs-apps", check(app, "hello", "--core-signs-apps", "--no-core-signs-apps"));
  }

  @Test
  void checkApp_whenTrustIsAFolder_readsItAsAHostDoes() throws IOException {
    Path trust = Files.createDirectory(temp.resolve("trust"));
    Files.copy(temp.resolve("root.crt"), trust.resolve("root.crt"));
    Path plugin = signed("plugins/hello");

    assertThat(signet.run("integrity:check-app", "--path=" + plugin, "--trust=" + trust).exitCode())
        .isEqualTo(ExitCode.OK);
  }

  @Test
  void checkApp_whenSeveralAreTrusted_anyOfThemVouches() {
    Path other = author.certificates("other.crt", Certificates.root("Other").make().certificate());
    Path plugin = signed("plugins/hello");

    assertThat(check(plugin, "--trust=" + other).exitCode()).isEqualTo(ExitCode.OK);
    assertThat(signet.run("integrity:check-app", "--path=" + plugin, "--trust=" + other).out())
        .contains("untrusted", "UNTRUSTED_CERTIFICATE");
  }

  @Test
  void checkApp_whenNamesWouldMoveTheCursor_escapesThem() throws IOException {
    Path plugin = signed("plugins/hello");
    Files.write(plugin.resolve("evil\u001b[2J\u202e.txt"), new byte[1]);

    CommandLineKit.Outcome outcome = check(plugin);

    assertThat(outcome.exitCode()).isEqualTo(ExitCode.FINDINGS);
    assertThat(outcome.out()).contains("\\u001b[2J").doesNotContain("\u001b", "\u202e");
  }

  @Test
  void checkApp_whenOnATerminal_coloursTheVerdict() {
    signet.coloured();

    assertThat(check(signed("plugins/hello")).out()).contains("\u001b[32mverified\u001b[0m");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "--layout=other",
        "--profile=lax",
        "--output=xml",
        "--at=yesterday",
        "--threads=0",
        "--threads=1001",
        "--threads=-1",
        "--threads=all",
        "--at=2026-11-22T25:00:00Z",
        "--crl=none.crl",
        "--trust=none.crt",
        "--nonsense"
      })
  void checkApp_whenAnOptionCannotBeUsed_saysWhich(String option) {
    CommandLineKit.Outcome outcome = check(signed("plugins/hello"), option);

    assertThat(outcome.exitCode()).isEqualTo(ExitCode.USAGE);
    assertThat(outcome.out()).isEmpty();
    assertThat(outcome.err())
        .contains(option.replaceAll("^--(crl|trust)=|^--|=.*", ""))
        .containsPattern("should be |write it like |check the |correct the |Try 'signet ");
  }

  @Test
  void checkApp_whenSomethingIsMissing_saysWhat() {
    Path plugin = signed("plugins/hello");

    assertUsage("--trust", signet.run("integrity:check-app", "--path=" + plugin));
    assertUsage("--path", signet.run("integrity:check-app", author.trust()));
    assertUsage("nowhere", check(temp.resolve("nowhere")));
    assertUsage("--all", check(plugins, "--all", "hello"));
    assertUsage("root.crt", check(temp.resolve("root.crt"), "--all"));
  }

  @Test
  void checkApp_whenTrustHoldsNoAuthority_isAnInputError() {
    Path leaf = temp.resolve("hello.crt");

    assertUsage(
        "hello.crt",
        signet.run("integrity:check-app", "--path=" + signed("plugins/hello"), "--trust=" + leaf));
  }

  @Test
  void checkCore_whenLayoutIsNextcloud_judgesByItsProfile() {
    author.credentials(
        "core", Certificates.legacyLeaf("core", Author.ROOT).keys(Author.RSA).make());
    Path host = author.plugin("host", Trees.files("bin/host", "x", "data/user.txt", "mine"));
    signet.run(
        "integrity:sign-core",
        "--path=" + host,
        "--format=1",
        author.key("core"),
        author.certificate("core"));

    assertThat(core(host, "--layout=nextcloud").exitCode()).isEqualTo(ExitCode.OK);
    assertThat(core(host, "--layout=plugin").out()).contains("WEAK_ALGORITHM");
    Trees.write(host.resolve("data/user.txt"), new byte[1]);
    assertThat(core(host, "--layout=nextcloud").exitCode()).isEqualTo(ExitCode.OK);
  }

  private CommandLineKit.Outcome core(Path host, String layout) {
    return signet.run("integrity:check-core", "--path=" + host, layout, author.trust());
  }

  private Path signed(String name) {
    Path plugin = author.plugin(name);
    CommandLineKit.Outcome outcome =
        signet.run(
            "integrity:sign-app",
            "--path=" + plugin,
            author.key("hello"),
            author.certificate("hello"));
    assertThat(outcome.exitCode()).as(outcome.err()).isEqualTo(ExitCode.OK);
    return plugin;
  }

  private CommandLineKit.Outcome check(Path path, Object... more) {
    List<Object> words =
        new ArrayList<>(List.of("integrity:check-app", "--path=" + path, author.trust()));
    words.addAll(List.of(more));
    return signet.run(words.toArray());
  }

  private static void assertUsage(String part, CommandLineKit.Outcome outcome) {
    assertThat(outcome.exitCode()).isEqualTo(ExitCode.USAGE);
    assertThat(outcome.err()).contains(part);
    assertThat(outcome.out()).isEmpty();
  }
}

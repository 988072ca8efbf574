package dev.signet.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.signet.cli.option.ExitCode;
import dev.signet.testkit.Certificates;
import dev.signet.testkit.Trees;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import java.util.zip.ZipFile;
import org.bouncycastle.util.io.pem.PemObject;
import org.bouncycastle.util.io.pem.PemWriter;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class SignCommandTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  @TempDir private Path temp;
  private Author author;
  private final CommandLineKit signet = new CommandLineKit().at(Certificates.NOW);

  @BeforeEach
  void writeFiles() {
    author = new Author(temp);
  }

  @ParameterizedTest
  @ValueSource(strings = {"hello", "hello.zip", "hello.jar"})
  void signApp_whenBundleIsSound_makesOneThatPasses(String name) {
    Path plugin =
        name.endsWith(".jar")
            ? author.plugin(
                name,
                Map.of(
                    "META-INF/MANIFEST.MF",
                    Trees.manifest("Plugin-Id", "hello", "Plugin-Version", "1.0")))
            : author.plugin(name);

    CommandLineKit.Outcome signed = sign(plugin);

    assertThat(signed.err()).isEmpty();
    assertThat(signed.exitCode()).isEqualTo(ExitCode.OK);
    assertThat(signed.out()).contains("signed", "hello", "ecdsa-p384-sha384", plugin.toString());
    assertThat(check(plugin).exitCode()).isEqualTo(ExitCode.OK);
  }

  @ParameterizedTest
  @CsvSource({"1, rsa, rsa-pss-sha1", "2, rsa, rsa-pss-sha384", "2, hello, ecdsa-p384-sha384"})
  void signApp_whenFormatIsChosen_writesIt(String format, String key, String algorithm)
      throws IOException {
    author.credentials(
        "rsa", Certificates.legacyLeaf("hello", Author.ROOT).keys(Author.RSA).make());
    Path plugin = author.plugin("p");

    CommandLineKit.Outcome signed =
        signet.run(
            "integrity:sign-app",
            "--path=" + plugin,
            author.key(key),
            author.certificate(key),
            "--format=" + format,
            "--output=json");

    assertThat(signed.exitCode()).isEqualTo(ExitCode.OK);
    JsonNode report = JSON.readTree(signed.out()).get("signed");
    assertThat(report.get("algorithm").textValue()).isEqualTo(algorithm);
    assertThat(report.get("format").intValue()).isEqualTo(Integer.parseInt(format));
    assertThat(report.get("files").intValue()).isEqualTo(3);
    assertThat(report.get("written").booleanValue()).isTrue();
    JsonNode file = JSON.readTree(plugin.resolve("signature.json").toFile());
    assertThat(file.has("v")).isEqualTo(format.equals("2"));
  }

  @Test
  void signApp_whenChainIsGiven_sendsItAlong() {
    Certificates.Issued issuing = Certificates.intermediate("Issuing", Author.ROOT).make();
    author.credentials("below", Certificates.leaf("hello", issuing).make());
    Path chain = author.certificates("chain.crt", issuing.certificate());
    Path plugin = author.plugin("p");

    signet.run(
        "integrity:sign-app",
        "--path=" + plugin,
        author.key("below"),
        author.certificate("below"),
        "--chain=" + chain);

    assertThat(check(plugin).exitCode()).isEqualTo(ExitCode.OK);
  }

  @ParameterizedTest
  @ValueSource(strings = {"hello", "hello.zip", "hello.jar"})
  void signApp_whenHostsHaveTheirOwnDescriptor_readsIt(String name) {
    String descriptor = "--descriptor=plugin.yaml:yaml:id=metadata.name,version=spec.version";
    Path plugin =
        author.plugin(
            name, Trees.files("plugin.yaml", "metadata: {name: hello}\nspec: {version: 1.0.0}\n"));

    CommandLineKit.Outcome refused = sign(plugin);
    CommandLineKit.Outcome signed = sign(plugin, descriptor);

    assertThat(refused.exitCode()).isEqualTo(ExitCode.REFUSED);
    assertThat(refused.err())
        .contains("There is no plugin.properties and no MANIFEST.MF", "--descriptor");
    assertThat(signed.err()).isEmpty();
    assertThat(signed.exitCode()).isEqualTo(ExitCode.OK);
    assertThat(check(plugin, descriptor).out()).contains("hello", "1.0.0");
    assertThat(check(plugin, descriptor).exitCode()).isEqualTo(ExitCode.OK);
    assertThat(check(plugin).exitCode()).isEqualTo(ExitCode.FINDINGS);
    assertUsage("there are yaml, json, properties", sign(plugin, "--descriptor=plugin.yaml:toml"));
    assertUsage("--descriptor: leave it out", sign(plugin, descriptor, "--layout=nextcloud"));
  }

  @Test
  void signApp_whenTheAuthorShouldKnowSomething_printsNotes() throws IOException {
    Path plugin = author.plugin("p");

    assertThat(sign(plugin).out()).contains("note", "CN=Root", "'1.0'");
    JsonNode notices = JSON.readTree(sign(plugin, "--output=json").out()).at("/signed/notices");
    assertThat(notices).hasSize(2);
    assertThat(sign(plugin, author.trust()).out()).doesNotContain("CN=Root");
  }

  @Test
  void signApp_whenHostsTrustAnother_isRefusedWithWhatIsMissing() {
    Certificates.Issued issuing = Certificates.intermediate("Issuing", Author.ROOT).make();
    author.credentials("below", Certificates.leaf("hello", issuing).make());
    Path plugin = author.plugin("p");

    CommandLineKit.Outcome refused =
        signet.run(
            "integrity:sign-app",
            "--path=" + plugin,
            author.key("below"),
            author.certificate("below"),
            author.trust());

    assertThat(refused.exitCode()).isEqualTo(ExitCode.REFUSED);
    assertThat(refused.err()).contains("CN=Issuing", "chain");
    assertThat(plugin.resolve("signature.json")).doesNotExist();
    assertUsage("--trust is missing", sign(plugin, "--crl=" + temp.resolve("none.crl")));
  }

  @Test
  void signApp_whenOutIsGiven_leavesTheSource() throws IOException {
    Path zip = author.plugin("p.zip");
    byte[] before = Files.readAllBytes(zip);
    Path target = temp.resolve("release.zip");
    Path folder = author.plugin("p");
    Path detached = temp.resolve("detached.json");

    assertThat(sign(zip, "--out=" + target).exitCode()).isEqualTo(ExitCode.OK);
    assertThat(sign(folder, "--out=" + detached).exitCode()).isEqualTo(ExitCode.OK);

    assertThat(zip).hasBinaryContent(before);
    assertThat(check(target).exitCode()).isEqualTo(ExitCode.OK);
    assertThat(folder.resolve("signature.json")).doesNotExist();
    Files.copy(detached, folder.resolve("signature.json"));
    assertThat(check(folder).exitCode()).isEqualTo(ExitCode.OK);
  }

  @Test
  void signApp_whenOutIsAnotherKindOfArchive_saysSo() {
    CommandLineKit.Outcome outcome =
        sign(author.plugin("p.zip"), "--out=" + temp.resolve("release.jar"));

    assertThat(outcome.exitCode()).isEqualTo(ExitCode.USAGE);
    assertThat(outcome.err()).contains("release.jar", "p.zip");
    assertThat(temp.resolve("release.jar")).doesNotExist();
  }

  @Test
  void signApp_whenDryRun_writesNothingButTells() throws IOException {
    Path plugin = author.plugin("p.zip");
    byte[] before = Files.readAllBytes(plugin);

    CommandLineKit.Outcome outcome = sign(plugin, "--dry-run");

    assertThat(outcome.exitCode()).isEqualTo(ExitCode.OK);
    assertThat(outcome.out()).contains("could sign", "would write");
    assertThat(plugin).hasBinaryContent(before);
    assertThat(names(temp)).doesNotContain("signature.json");
  }

  @Test
  void signApp_whenDryRunMeetsAnObjection_isRefusedAlike() {
    Path plugin = author.plugin("p", Author.filesAnd(".DS_Store", new byte[1]));

    assertThat(sign(plugin, "--dry-run").exitCode()).isEqualTo(ExitCode.REFUSED);
  }

  @Test
  void signApp_whenLayoutIsNextcloud_takesTheIdFromTheCertificate() {
    Path app = author.plugin("app", Trees.files("a.php", "a", "Thumbs.db", "left out"));

    assertThat(sign(app, "--layout=nextcloud").exitCode()).isEqualTo(ExitCode.OK);

    assertThat(app.resolve("appinfo/signature.json")).exists();
    CommandLineKit.Outcome checked =
        signet.run(
            "integrity:check-app",
            "hello",
            "--path=" + app,
            "--layout=nextcloud",
            "--profile=standard",
            author.trust());
    assertThat(checked.exitCode()).as(checked.out()).isEqualTo(ExitCode.OK);
  }

  @Test
  void signApp_whenThereIsNoDescriptor_isRefused() {
    Path bare = author.plugin("bare", Trees.files("a.txt", "a"));

    CommandLineKit.Outcome outcome = sign(bare, "hello");

    assertThat(outcome.exitCode()).isEqualTo(ExitCode.REFUSED);
    assertThat(outcome.err()).contains("plugin.properties");
  }

  @Test
  void signApp_whenAnotherIdIsMeant_isRefused() {
    assertThat(sign(author.plugin("p"), "hello").exitCode()).isEqualTo(ExitCode.OK);
    assertThat(sign(author.plugin("p"), "other").exitCode()).isEqualTo(ExitCode.REFUSED);
  }

  @Test
  void signCore_whenCertificateIsForCore_signsTheHost() {
    author.credentials("core", Certificates.leaf("core", Author.ROOT).make());
    Path host = author.plugin("host", Trees.files("bin/host", "x", "data/user.txt", "mine"));

    CommandLineKit.Outcome signed =
        signet.run(
            "integrity:sign-core",
            "--path=" + host,
            author.key("core"),
            author.certificate("core"));

    assertThat(signed.exitCode()).as(signed.err()).isEqualTo(ExitCode.OK);
    assertThat(host.resolve("core/signature.json")).exists();
    CommandLineKit.Outcome checked =
        signet.run("integrity:check-core", "--path=" + host, author.trust());
    assertThat(checked.exitCode()).as(checked.out()).isEqualTo(ExitCode.OK);
    Trees.write(host.resolve("bin/more"), new byte[1]);
    assertThat(signet.run("integrity:check-core", "--path=" + host, author.trust()).exitCode())
        .isEqualTo(ExitCode.FINDINGS);
  }

  @Test
  void signCore_whenCertificateIsForAPlugin_isRefused() {
    Path host = author.plugin("host", Trees.files("bin/host", "x"));

    CommandLineKit.Outcome outcome =
        signet.run(
            "integrity:sign-core",
            "--path=" + host,
            author.key("hello"),
            author.certificate("hello"));

    assertThat(outcome.exitCode()).isEqualTo(ExitCode.REFUSED);
    assertThat(outcome.err()).contains("'core'", "'hello'");
  }

  /** What must not be signed, and the code that says why. */
  private record Refusal(String code, Map<String, byte[]> file) {
    Refusal(String code, String path, byte[] content) {
      this(code, Map.of(path, content));
    }

    @Override
    public String toString() {
      return code + " " + file.keySet();
    }
  }

  static Stream<Refusal> refusals() throws IOException {
    byte[] one = {1};
    byte[] der = Author.RSA.getPrivate().getEncoded();
    return Stream.of(
        new Refusal("PRIVATE_KEY", "conf/my.key", pem(Author.RSA.getPrivate().getEncoded())),
        new Refusal("PRIVATE_KEY", "conf/my.der", der),
        new Refusal("VERSION_CONTROL", ".git/config", one),
        new Refusal("VERSION_CONTROL", "sub/.svn/entries", one),
        new Refusal("VERSION_CONTROL", "CVS/Root", one),
        new Refusal("CLUTTER", ".DS_Store", one),
        new Refusal("CLUTTER", "a/Thumbs.db", one),
        new Refusal("CLUTTER", "__MACOSX/._a", one),
        new Refusal("CLUTTER", "a/b.txt~", one),
        new Refusal("PATH_COLLISION", "LIB/é.txt", one),
        new Refusal("UNSAFE_PATH", "lib/aux.txt", one),
        new Refusal(
            "CLASS_PATH_ESCAPE",
            "lib/x.jar",
            Trees.archiveBytes(
                Map.of("META-INF/MANIFEST.MF", Trees.manifest("Class-Path", "../../evil.jar")))),
        new Refusal("DESCRIPTOR_MISMATCH", "plugin.properties", "plugin.id=\n".getBytes(UTF_8)),
        new Refusal("OTHER_ID", "plugin.properties", Trees.properties("other", "1.0")));
  }

  @ParameterizedTest
  @MethodSource("refusals")
  void signApp_whenTheTreeHoldsWhatItMustNot_isRefused(Refusal refusal) throws IOException {
    for (String name : List.of("p", "p.zip")) {
      Map<String, byte[]> files = Author.files();
      files.putAll(refusal.file());
      Path plugin = author.plugin(name, files);
      List<String> before = names(temp);

      CommandLineKit.Outcome outcome = sign(plugin, "--output=json");

      assertThat(outcome.exitCode()).as(outcome.err()).isEqualTo(ExitCode.REFUSED);
      JsonNode objections = JSON.readTree(outcome.out()).get("refused");
      assertThat(objections.findValuesAsText("code")).contains(refusal.code());
      assertThat(objections.findValuesAsText("remedy")).allMatch(text -> !text.isBlank());
      assertThat(names(temp)).isEqualTo(before);
    }
  }

  @Test
  void signApp_whenThereIsMuchWrong_tellsAllAtOnce() {
    Map<String, byte[]> files = Author.filesAnd(".DS_Store", new byte[1]);
    files.put(".git/HEAD", new byte[1]);
    files.put("my.key", pem(Author.RSA.getPrivate().getEncoded()));
    author.credentials("other", Certificates.leaf("other", Author.ROOT).make());

    CommandLineKit.Outcome outcome =
        signet.run(
            "integrity:sign-app",
            "--path=" + author.plugin("p", files),
            author.key("other"),
            author.certificate("other"));

    assertThat(outcome.err().lines()).hasSize(4).allMatch(line -> line.startsWith("refused: "));
    assertThat(outcome.err()).contains(".DS_Store", "Git", "private key", "'other'");
  }

  @Test
  void signApp_whenKeyIsAnothers_isRefused() {
    author.credentials("other", Certificates.leaf("other", Author.ROOT).make());

    CommandLineKit.Outcome outcome =
        signet.run(
            "integrity:sign-app",
            "--path=" + author.plugin("p"),
            author.key("other"),
            author.certificate("hello"));

    assertThat(outcome.exitCode()).isEqualTo(ExitCode.REFUSED);
    assertThat(outcome.err()).contains("hello.crt", "not the certificate's", "Use the key");
  }

  @Test
  void signApp_whenCertificateIsNotValid_isRefused() {
    author.credentials(
        "old",
        Certificates.leaf("hello", Author.ROOT)
            .valid(Certificates.FROM, Certificates.NOW.minus(Duration.ofDays(1)))
            .make());
    author.credentials(
        "new",
        Certificates.leaf("hello", Author.ROOT)
            .valid(Certificates.NOW.plus(Duration.ofDays(1)), Certificates.UNTIL)
            .make());
    Path plugin = author.plugin("p");

    for (String name : List.of("old", "new")) {
      CommandLineKit.Outcome outcome =
          signet.run(
              "integrity:sign-app", "--path=" + plugin, author.key(name), author.certificate(name));
      assertThat(outcome.exitCode()).isEqualTo(ExitCode.REFUSED);
      assertThat(outcome.err())
          .containsAnyOf("expired at 2026-11-21", "not valid before 2026-11-23");
    }
    assertThat(plugin.resolve("signature.json")).doesNotExist();
  }

  @Test
  void signApp_whenCertificateIsAnAuthoritys_isRefused() {
    author.credentials("ca", Certificates.root("hello").make());

    CommandLineKit.Outcome outcome =
        signet.run(
            "integrity:sign-app",
            "--path=" + author.plugin("p"),
            author.key("ca"),
            author.certificate("ca"));

    assertThat(outcome.exitCode()).isEqualTo(ExitCode.REFUSED);
    assertThat(outcome.err()).contains("authority");
  }

  @Test
  void signApp_whenFormat1MeetsAnEllipticKey_isRefused() {
    CommandLineKit.Outcome outcome = sign(author.plugin("p"), "--format=1");

    assertThat(outcome.exitCode()).isEqualTo(ExitCode.REFUSED);
    assertThat(outcome.err()).contains("RSA");
  }

  @Test
  void signApp_whenSignedBefore_keepsTheOldSignatureOnRefusal() throws IOException {
    Path plugin = author.plugin("p");
    sign(plugin);
    byte[] before = Files.readAllBytes(plugin.resolve("signature.json"));
    Trees.write(plugin.resolve(".git/HEAD"), new byte[1]);

    assertThat(sign(plugin).exitCode()).isEqualTo(ExitCode.REFUSED);

    assertThat(plugin.resolve("signature.json")).hasBinaryContent(before);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "--format=3",
        "--layout=other",
        "--output=sarif",
        "--tsa=ftp://example",
        "--tsa=not an address",
        "--chain=missing.crt",
        "--nonsense",
        "--passphrase=secret"
      })
  void signApp_whenAnOptionCannotBeUsed_saysWhich(String option) {
    Path plugin = author.plugin("p");

    CommandLineKit.Outcome outcome = sign(plugin, option);

    assertThat(outcome.exitCode()).isEqualTo(ExitCode.USAGE);
    assertThat(outcome.out()).isEmpty();
    assertThat(outcome.err())
        .contains(option.replaceAll("^--|=.*", "").replace("chain", "missing"));
    assertThat(plugin.resolve("signature.json")).doesNotExist();
  }

  @Test
  void signApp_whenAFileIsMissing_saysWhich() {
    Path plugin = author.plugin("p");

    assertUsage("--path", signet.run("integrity:sign-app", author.key("hello")));
    assertUsage("--privateKey", signet.run("integrity:sign-app", "--path=" + plugin));
    assertUsage(
        "no certificate",
        signet.run("integrity:sign-app", "--path=" + plugin, author.key("hello")));
    assertUsage("nowhere", sign(temp.resolve("nowhere")));
    assertUsage(
        "none.key",
        signet.run(
            "integrity:sign-app",
            "--path=" + plugin,
            author.key("none"),
            author.certificate("hello")));
  }

  @Test
  void signApp_whenTargetCannotBeWritten_isAnInputError() {
    Path plugin = author.plugin("p.zip");

    CommandLineKit.Outcome outcome = sign(plugin, "--out=" + temp.resolve("no/such/folder/p.zip"));

    assertThat(outcome.exitCode()).isEqualTo(ExitCode.USAGE);
    assertThat(outcome.err()).contains("could not be written");
  }

  @Test
  void signApp_whenArchiveIsSigned_leavesItsOtherEntries() throws IOException {
    Path plugin = author.plugin("p.zip");
    sign(plugin);
    try (ZipFile zip = new ZipFile(plugin.toFile())) {
      assertThat(zip.stream().map(entry -> entry.getName()))
          .containsExactly("plugin.properties", "classes/a.txt", "lib/é.txt", "signature.json");
    }
  }

  private CommandLineKit.Outcome sign(Path plugin, Object... more) {
    List<Object> words =
        new ArrayList<>(
            List.of(
                "integrity:sign-app",
                "--path=" + plugin,
                author.key("hello"),
                author.certificate("hello")));
    words.addAll(List.of(more));
    return signet.run(words.toArray());
  }

  private CommandLineKit.Outcome check(Path plugin, String... more) {
    List<Object> arguments =
        new ArrayList<>(List.of("integrity:check-app", "--path=" + plugin, author.trust()));
    arguments.addAll(List.of(more));
    return signet.run(arguments.toArray());
  }

  private static void assertUsage(String part, CommandLineKit.Outcome outcome) {
    assertThat(outcome.exitCode()).isEqualTo(ExitCode.USAGE);
    assertThat(outcome.err()).contains(part);
  }

  private static List<String> names(Path folder) throws IOException {
    try (Stream<Path> all = Files.walk(folder)) {
      return all.map(path -> folder.relativize(path).toString()).sorted().toList();
    }
  }

  private static byte[] pem(byte[] pkcs8) {
    StringWriter text = new StringWriter();
    try (PemWriter writer = new PemWriter(text)) {
      writer.writeObject(new PemObject("PRIVATE KEY", pkcs8));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return text.toString().getBytes(UTF_8);
  }
}

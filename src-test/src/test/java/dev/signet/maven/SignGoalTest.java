package dev.signet.maven;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.signet.testkit.Certificates;
import dev.signet.testkit.Trees;
import dev.signet.verdict.Verdict;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SignGoalTest {
  private static final List<String> BOTH = List.of("sign", "check");

  @TempDir private static Path temp;
  private static MavenAuthor author;
  private static Certificates.Issued other;
  private static Cases cases;
  private static MavenKit.Log log;

  @BeforeAll
  static void build() throws Exception {
    author = MavenAuthor.in(temp.resolve("keys"));
    other = author.add("other");
    author.add("core");
    cases = new Cases(new MavenKit(temp), temp);
    addSound();
    addStatements();
    addRefusals();
    addUnusable();
    log = cases.run();
  }

  private static void addSound() {
    String all = author.key("hello") + author.trust();
    Path kinds = cases.add("kinds", BOTH, all, List.of("hello", "hello.zip", "hello.jar"));
    Trees.folder(kinds.resolve("hello"), Cases.files());
    Trees.archive(kinds.resolve("hello.zip"), Cases.files());
    byte[] manifest = Trees.manifest("Plugin-Id", "hello", "Plugin-Version", "1.0");
    Trees.archive(kinds.resolve("hello.jar"), Map.of("META-INF/MANIFEST.MF", manifest));
    String layout = "<layout>nextcloud</layout><profile>standard</profile><id>hello</id>";
    Path app = cases.add("app", BOTH, all + layout, List.of("app"));
    Trees.folder(app.resolve("app"), Trees.files("a.php", "a", "Thumbs.db", "left out"));
    String host = author.key("core") + author.trust() + "<core>true</core>";
    Path core = cases.add("core", BOTH, host, List.of("host"));
    Trees.folder(core.resolve("host"), Trees.files("lib/a.jar", "a", "plugins/b.jar", "left out"));
    Path described =
        cases.add(
            "described",
            BOTH,
            all + "<descriptor>plugin.yaml:yaml:id=metadata.name,version=spec.version</descriptor>",
            List.of("hello.jar"));
    Trees.archive(described.resolve("hello.jar"), described());
    cases.add("trusting", List.of("sign"), all, List.of("hello"));
    Trees.folder(file("trusting/hello"), Cases.files());
    cases.add("skipped", BOTH, "<skip>true</skip>", List.of("nowhere"));
    cases.add("no-bundle", BOTH, "", List.of());
  }

  /**
   * What a signature carries beside its own: another's, and what an old key says of the new one.
   */
  private static void addStatements() throws Exception {
    Path added = cases.add("added", "sign", author.key("other") + "<add>true</add>");
    author.sign(added.resolve("hello"));
    cases.add("added-to-nothing", "sign", author.key("other") + "<add>true</add>");
    String rotated = "<rotation>" + author.rotation("hello", other) + "</rotation>";
    cases.add("rotated", "sign", author.key("hello") + rotated);
    String elsewhere = "<rotation>" + author.rotation("clock", other) + "</rotation>";
    cases.add("rotated-elsewhere", "sign", author.key("hello") + elsewhere);
    cases.add(
        "no-rotation",
        "sign",
        author.key("hello") + "<rotation>" + author.file("hello.crt") + "</rotation>");
  }

  private static void addRefusals() {
    cases.add("other-id", "sign", author.key("other"));
    Path undescribed =
        cases.add("undescribed", List.of("sign"), author.key("hello"), List.of("a.jar"));
    Trees.archive(undescribed.resolve("a.jar"), described());
    Path wrong =
        cases.add("much-wrong", List.of("sign"), author.key("other"), List.of("hello", "bad.zip"));
    Trees.folder(wrong.resolve("hello"), Cases.files());
    Trees.write(wrong.resolve("hello/.DS_Store"), new byte[1]);
    Trees.write(wrong.resolve("hello/.git/HEAD"), new byte[1]);
    Trees.write(wrong.resolve("bad.zip"), "no zip".getBytes(UTF_8));
    cases.add(
        "mismatch",
        "sign",
        "<privateKey>"
            + author.file("hello.key")
            + "</privateKey><certificate>"
            + author.file("other.crt")
            + "</certificate>");
    cases.add("format-1", "sign", author.key("hello") + "<format>1</format>");
  }

  private static void addUnusable() {
    String key = author.key("hello");
    cases.add("no-key", "sign", "");
    cases.add("missing-key", "sign", author.key("nobody"));
    cases.add(
        "no-certificate", "sign", "<privateKey>" + author.file("hello.key") + "</privateKey>");
    cases.add("two-keys", "sign", key + "<pkcs11>token.cfg</pkcs11>");
    cases.add("missing-bundle", List.of("sign"), key, List.of("nowhere"));
    cases.add("format", "sign", key + "<format>3</format>");
    cases.add("layout", "sign", key + "<layout>other</layout>");
    cases.add("descriptor", "sign", key + "<descriptor>plugin.yaml:toml</descriptor>");
    cases.add(
        "descriptor-of-app",
        "sign",
        key + "<layout>nextcloud</layout><descriptor>plugin.yaml:yaml</descriptor>");
    cases.add("tsa", "sign", key + "<tsa>ftp://example.org</tsa>");
    cases.add("no-tsa", "sign", key + "<tsa>http://127.0.0.1:1/</tsa>");
  }

  private static Map<String, byte[]> described() {
    return Trees.files("plugin.yaml", "metadata: {name: hello}\nspec: {version: 1.0.0}\n");
  }

  private static Path file(String name) {
    return temp.resolve("project").resolve(name);
  }

  @Test
  void sign_whenBundleIsSound_makesOneThatPasses() throws Exception {
    assertThat(log.hasFailed("kinds")).as(log.of("kinds")).isFalse();
    for (String name : List.of("hello", "hello.zip", "hello.jar")) {
      assertThat(log.of("kinds"))
          .contains("Signed " + file("kinds").resolve(name) + " as 'hello'", "verified  hello 1.0");
      assertThat(author.verdict(file("kinds").resolve(name)).isVerified()).as(name).isTrue();
    }
    assertThat(file("kinds/hello/signature.json")).exists();
  }

  @Test
  void sign_whenHostsHaveTheirOwnDescriptor_readsIt() {
    assertThat(log.hasFailed("described")).as(log.of("described")).isFalse();
    assertThat(log.of("described")).contains("as 'hello'", "verified  hello 1.0.0");
    assertThat(log.hasFailed("undescribed")).isTrue();
    assertThat(log.failure("undescribed"))
        .contains("There is no plugin.properties and no MANIFEST.MF", "<descriptor>");
    assertThat(log.failure("descriptor"))
        .contains("<descriptor>: 'plugin.yaml:toml'", "properties");
    assertThat(log.failure("descriptor-of-app")).contains("<descriptor>: leave it out");
  }

  @Test
  void sign_whenAStoreAddsItsSignature_keepsTheAuthorsOne() throws Exception {
    assertThat(log.hasFailed("added")).as(log.of("added")).isFalse();
    JsonNode signature = signature("added");
    assertThat(signature.path("cosignatures")).hasSize(1);
    Verdict verdict = author.verdict(file("added/hello"));
    assertThat(verdict.isVerified()).as(verdict.toString()).isTrue();
    assertThat(verdict.signer().orElseThrow().commonName()).isEqualTo("hello");
  }

  @Test
  void sign_whenAnOldKeyVouchesForTheNewOne_carriesItsStatement() throws Exception {
    assertThat(log.hasFailed("rotated")).as(log.of("rotated")).isFalse();
    assertThat(signature("rotated").path("rotation")).hasSize(1);
    assertThat(author.verdict(file("rotated/hello")).isVerified()).isTrue();
  }

  private static JsonNode signature(String module) throws Exception {
    return new ObjectMapper().readTree(file(module + "/hello/signature.json").toFile());
  }

  @Test
  void sign_whenTheAuthorShouldKnowSomething_warns() {
    assertThat(log.of("trusting")).contains("PF4J cannot read the version '1.0'");
  }

  @Test
  void sign_whenLayoutIsNextcloud_signsThere() {
    assertThat(log.hasFailed("app")).as(log.of("app")).isFalse();
    assertThat(file("app/app/appinfo/signature.json"))
        .content()
        .contains("a.php")
        .doesNotContain("Thumbs.db");
  }

  @Test
  void sign_whenItIsAHostsFolder_signsForCore() {
    assertThat(log.hasFailed("core")).as(log.of("core")).isFalse();
    assertThat(log.of("core")).contains("as 'core'", "verified  core");
    assertThat(file("core/host/core/signature.json"))
        .content()
        .contains("lib/a.jar")
        .doesNotContain("plugins/b.jar");
  }

  @Test
  void sign_whenSkipped_looksAtNothingAndSaysSo() {
    assertThat(log.hasFailed("skipped")).isFalse();
    assertThat(log.of("skipped").lines().filter(line -> line.startsWith("Skipped"))).hasSize(2);
  }

  @Test
  void sign_whenAPomNamesNoBundle_saysSo() {
    assertThat(log.hasFailed("no-bundle")).isFalse();
    assertThat(log.of("no-bundle")).contains("Nothing to do", "<bundles>");
  }

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '"',
      value = {
        "other-id, 'hello', certificate is for 'other', Use the certificate issued for this id",
        "mismatch, other.crt, key is not the certificate's, Use the key",
        "format-1, hello, RSA keys only, sign in format 2",
        "no-key, <privateKey>, <pkcs11>, signet.skip",
        "missing-key, nobody.key, it is not there, check the path",
        "no-certificate, certificate, the key came without one, name the file",
        "two-keys, one of, <privateKey>, <pkcs11>",
        "missing-bundle, nowhere, there is no, check the name",
        "format, <format>, '3', \"1, 2\"",
        "layout, <layout>, 'other', \"plugin, nextcloud, owncloud\"",
        "added-to-nothing, hello, nothing to add a signature to, Have its author sign it",
        "rotated-elsewhere, 'hello', of another plugin, signet key:rotate",
        "no-rotation, hello.crt, no statements of old keys, signet key:rotate",
        "tsa, <tsa>, ftp://example.org, http://",
        "no-tsa, http://127.0.0.1:1/, it cannot be reached, use another authority"
      })
  void sign_whenItCannot_namesWhatCauseAndRemedy(
      String module, String what, String cause, String remedy) {
    assertThat(log.failure(module)).contains(what, cause, remedy).doesNotContain("Exception");
    assertThat(file(module + "/hello/signature.json")).doesNotExist();
  }

  @Test
  void sign_whenThereIsMuchWrong_listsAllOfAllBundles() {
    assertThat(log.failure("much-wrong"))
        .contains("hello is not signed: .DS_Store: ", ".git", "'other'", "bad.zip is not signed: ");
    assertThat(log.failure("much-wrong").strip().lines()).hasSize(4);
  }

  @Test
  void build_whenGoalsRefuse_failsAndLeavesNothingBehind() throws Exception {
    assertThat(log.exitCode()).isNotZero();
    try (var files = Files.walk(file("."))) {
      assertThat(files.map(Path::toString)).noneMatch(name -> name.endsWith(".tmp"));
    }
  }
}

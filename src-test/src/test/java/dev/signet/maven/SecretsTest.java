package dev.signet.maven;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.signet.testkit.Trees;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Where the passphrase of a key comes from, and where it never does. */
class SecretsTest {
  private static final Pattern ENCRYPTED = Pattern.compile("\\{[A-Za-z0-9+/=]+\\}");
  private static final String MASTER = "the master's";

  @TempDir private static Path temp;
  private static MavenAuthor author;
  private static Cases cases;
  private static MavenKit.Log log;

  @BeforeAll
  static void build() throws Exception {
    author = MavenAuthor.in(temp.resolve("keys"));
    Trees.write(author.file("secret"), (MavenAuthor.SECRET + "\nmore\n").getBytes(UTF_8));
    MavenKit maven =
        new MavenKit(temp)
            .variable("SIGNET_TEST_PASSPHRASE", MavenAuthor.SECRET)
            .variable("SIGNET_TEST_WRONG", "wrong");
    cases = new Cases(maven, temp);
    addGood();
    addBad();
    Path security = temp.resolve("security.xml");
    String secret = xml(MavenAuthor.SECRET);
    maven.settings(
        "<servers>"
            + server("plain", "<passphrase>" + secret + "</passphrase>")
            + server("password", "<password>" + secret + "</password>")
            + server("encrypted", "<passphrase>" + encrypted(maven, security) + "</passphrase>")
            + server("broken", "<passphrase>{bm90IGVuY3J5cHRlZA==}</passphrase>")
            + server("empty", "<username>somebody</username>")
            + "</servers>");
    log = cases.run("-Dsettings.security=" + security);
  }

  private static void addGood() {
    add("plain", "<serverId>plain</serverId>");
    add("password", "<serverId>password</serverId>");
    add("encrypted", "<serverId>encrypted</serverId>");
    add("variable", "<passphraseEnv>SIGNET_TEST_PASSPHRASE</passphraseEnv>");
    add("file", "<passphraseFile>../../keys/secret</passphraseFile>");
  }

  private static void addBad() {
    add("none", "");
    add("literal", "<passphrase>" + xml(MavenAuthor.SECRET) + "</passphrase>");
    add("no-server", "<serverId>nobody</serverId>");
    add("empty-server", "<serverId>empty</serverId>");
    add("broken-server", "<serverId>broken</serverId>");
    add("no-variable", "<passphraseEnv>SIGNET_TEST_NONE</passphraseEnv>");
    add("no-file", "<passphraseFile>none.txt</passphraseFile>");
    add("wrong", "<passphraseEnv>SIGNET_TEST_WRONG</passphraseEnv>");
    add("two", "<serverId>plain</serverId><passphraseEnv>SIGNET_TEST_WRONG</passphraseEnv>");
  }

  private static void add(String name, String source) {
    cases.add(name, "sign", author.container() + source);
  }

  private static String server(String id, String elements) {
    return "<server><id>" + id + "</id>" + elements + "</server>";
  }

  /** Encrypts as Maven's users do, under a master password of this test. */
  private static String encrypted(MavenKit maven, Path security) {
    String master = secret(maven.run(temp, "--encrypt-master-password", MASTER).text());
    Trees.write(
        security,
        ("<settingsSecurity><master>" + master + "</master></settingsSecurity>").getBytes(UTF_8));
    return secret(
        maven
            .run(temp, "-Dsettings.security=" + security, "--encrypt-password", MavenAuthor.SECRET)
            .text());
  }

  /** Newer JDKs print warnings about Maven's own libraries around it. */
  private static String secret(String printed) {
    Matcher secret = ENCRYPTED.matcher(printed);
    assertThat(secret.find()).as(printed).isTrue();
    return secret.group();
  }

  private static String xml(String text) {
    return text.replace("&", "&amp;").replace("<", "&lt;");
  }

  @ParameterizedTest
  @ValueSource(strings = {"plain", "password", "encrypted", "variable", "file"})
  void sign_whenTheSecretIsThere_signs(String module) throws Exception {
    assertThat(log.hasFailed(module)).as(log.of(module)).isFalse();
    assertThat(author.verdict(temp.resolve("project/" + module + "/hello")).isVerified()).isTrue();
  }

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '"',
      value = {
        "none, hello.p12 needs a passphrase, <serverId>",
        "literal, hello.p12 needs a passphrase, <serverId>",
        "no-server, no server 'nobody', add one",
        "empty-server, 'empty', add one",
        "broken-server, 'broken' in settings.xml cannot be decrypted, mvn --encrypt-password",
        "no-variable, no variable SIGNET_TEST_NONE, set it",
        "no-file, none.txt, check the path",
        "wrong, hello.p12, the passphrase is wrong",
        "two, Name only one of, <passphraseEnv>"
      })
  void sign_whenItIsNot_saysWhatToDo(String module, String what, String remedy) {
    assertThat(log.failure(module)).contains(what, remedy).doesNotContain("\tat ");
    assertThat(temp.resolve("project/" + module + "/hello/signature.json")).doesNotExist();
  }

  @Test
  void build_whenAnythingHappens_printsNoSecret() {
    assertThat(log.text()).doesNotContain(MavenAuthor.SECRET, xml(MavenAuthor.SECRET), MASTER);
  }
}

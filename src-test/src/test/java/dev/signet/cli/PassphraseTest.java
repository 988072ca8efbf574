package dev.signet.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signet.cli.option.ExitCode;
import dev.signet.testkit.OpenSsl;
import dev.signet.testkit.Trees;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PassphraseTest {
  private static final String SECRET = "geheim";

  @TempDir private static Path temp;
  private final CommandLineKit signet = new CommandLineKit();

  @BeforeAll
  static void makeKeys() {
    OpenSsl openSsl = OpenSsl.in(temp).root();
    openSsl.run("genpkey -algorithm EC -pkeyopt ec_paramgen_curve:P-384 -out my.key");
    openSsl.issue("my", "hello");
    openSsl.run("pkcs8 -topk8 -in my.key -passout pass:" + SECRET + " -out encrypted.key");
    openSsl.run(
        "pkcs12 -export -in my.crt -inkey my.key -name mine -passout pass:"
            + SECRET
            + " -out my.p12");
    openSsl.write("secret", SECRET + "\nsecond line\n");
    openSsl.write("secret.crlf", SECRET + "\r\n");
    openSsl.write("secret.bare", SECRET);
    openSsl.write("long", "x".repeat(2_000));
    openSsl.write("empty", "");
    Trees.folder(
        temp.resolve("hello"),
        Trees.files("plugin.properties", "plugin.id=hello\nplugin.version=1"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"secret", "secret.crlf", "secret.bare"})
  void sign_whenPassphraseIsInAFile_readsItsFirstLine(String file) {
    assertThat(sign("encrypted.key", "--passphrase-file=" + temp.resolve(file)).exitCode())
        .isEqualTo(ExitCode.OK);
    assertThat(signet.prompts()).isEmpty();
  }

  @Test
  void sign_whenPassphraseIsInTheEnvironment_readsIt() {
    signet.variable("MY_SECRET", SECRET);

    assertThat(sign("encrypted.key", "--passphrase-env=MY_SECRET").exitCode())
        .isEqualTo(ExitCode.OK);
    assertThat(signet.prompts()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"encrypted.key", "my.p12"})
  void sign_whenNothingIsSaid_asksOnce(String key) {
    signet.typing(SECRET);

    CommandLineKit.Outcome outcome = sign(key);

    assertThat(outcome.exitCode()).as(outcome.err()).isEqualTo(ExitCode.OK);
    assertThat(signet.prompts()).singleElement().asString().contains(key).doesNotContain(SECRET);
  }

  @Test
  void sign_whenKeyIsPlain_asksNothing() {
    assertThat(sign("my.key").exitCode()).isEqualTo(ExitCode.OK);
    assertThat(signet.prompts()).isEmpty();
  }

  @Test
  void sign_whenPassphraseIsWrong_isAnInputError() {
    signet.typing("wrong");

    assertInputError(sign("encrypted.key"), "passphrase is wrong", "encrypted.key");
  }

  @Test
  void sign_whenNobodyCanBeAsked_namesTheOptions() {
    assertInputError(sign("encrypted.key"), "--passphrase-file", "--passphrase-env");
  }

  @Test
  void sign_whenTheSourceIsMissing_saysWhich() {
    assertInputError(sign("encrypted.key", "--passphrase-env=NONE"), "NONE");
    assertInputError(sign("encrypted.key", "--passphrase-file=" + temp.resolve("none")), "none");
    assertInputError(sign("encrypted.key", "--passphrase-file=" + temp.resolve("long")), "long");
    assertInputError(
        sign("encrypted.key", "--passphrase-file=" + temp.resolve("empty")), "passphrase is wrong");
    assertInputError(
        sign(
            "encrypted.key",
            "--passphrase-env=NONE",
            "--passphrase-file=" + temp.resolve("secret")),
        "one of");
  }

  @Test
  void sign_whenTwoKeysAreNamed_wantsOne() {
    assertInputError(
        sign("my.key", "--pkcs11=" + temp.resolve("secret")), "--privateKey", "--pkcs11");
  }

  @Test
  void sign_whenContainerHoldsTheCertificate_needsNoOther() {
    signet.typing(SECRET).typing(SECRET);

    CommandLineKit.Outcome outcome =
        signet.run(
            "integrity:sign-app",
            "--path=" + temp.resolve("hello"),
            "--privateKey=" + temp.resolve("my.p12"),
            "--alias=mine");
    CommandLineKit.Outcome other =
        signet.run(
            "integrity:sign-app",
            "--path=" + temp.resolve("hello"),
            "--privateKey=" + temp.resolve("my.p12"),
            "--alias=yours");

    assertThat(outcome.exitCode()).as(outcome.err()).isEqualTo(ExitCode.OK);
    assertInputError(other, "mine");
  }

  private CommandLineKit.Outcome sign(String key, Object... more) {
    List<Object> words =
        new ArrayList<>(
            List.of(
                "integrity:sign-app",
                "--path=" + temp.resolve("hello"),
                "--privateKey=" + temp.resolve(key),
                "--certificate=" + temp.resolve("my.crt")));
    words.addAll(List.of(more));
    return signet.run(words.toArray());
  }

  private static void assertInputError(CommandLineKit.Outcome outcome, String... parts) {
    assertThat(outcome.exitCode()).isEqualTo(ExitCode.USAGE);
    assertThat(outcome.err()).contains(parts).doesNotContain(SECRET, "Exception:");
  }
}

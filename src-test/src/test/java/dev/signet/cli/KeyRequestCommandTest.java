package dev.signet.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.signet.cli.option.ExitCode;
import dev.signet.sign.key.CertificateRequest;
import dev.signet.sign.key.Passphrase;
import dev.signet.sign.key.SigningKeys;
import dev.signet.testkit.Trees;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.interfaces.RSAKey;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class KeyRequestCommandTest {
  @TempDir private Path temp;
  private final CommandLineKit signet = new CommandLineKit();

  @Test
  void request_whenKeyIsNew_asksTwiceAndWritesItEncrypted() throws Exception {
    signet.typing("geheim").typing("geheim");

    CommandLineKit.Outcome outcome = request("hello");

    assertThat(outcome.exitCode()).as(outcome.err()).isEqualTo(ExitCode.OK);
    assertThat(outcome.out()).contains("requested  hello", "hello.key", "hello.csr");
    assertThat(signet.prompts()).hasSize(2);
    assertThat(key()).content().contains("BEGIN ENCRYPTED PRIVATE KEY");
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(key())))
        .isEqualTo("rw-------");
    CertificateRequest made = CertificateRequest.load(csr());
    assertThat(made.commonName()).isEqualTo("hello");
    assertThat(
            CertificateRequest.create(
                    "hello",
                    SigningKeys.load(key(), Optional.empty(), asked -> "geheim".toCharArray()))
                .key())
        .isEqualTo(made.key());
  }

  @ParameterizedTest
  @ValueSource(strings = {"rwxrwxrwx", "rwx---rwx", "rwxr-xr-x"})
  void request_whenOthersCanReplaceTheKey_isMadeAndSaysWho(String permissions) throws Exception {
    Path open = Files.createDirectory(temp.toRealPath().resolve("open"));
    Path folder = Files.createDirectory(open.resolve("below"));
    Files.setPosixFilePermissions(open, PosixFilePermissions.fromString(permissions));

    CommandLineKit.Outcome outcome =
        signet.run(
            "key:request",
            "hello",
            "--no-passphrase",
            "--key-out=" + folder.resolve("a.key"),
            "--out=" + folder.resolve("a.csr"));

    assertThat(outcome.exitCode()).as(outcome.err()).isEqualTo(ExitCode.OK);
    if (permissions.equals("rwxr-xr-x")) {
      assertThat(outcome.err()).isEmpty();
    } else {
      assertThat(outcome.err())
          .contains("a.key is not safe to use", "every account", "chmod g-w,o-w " + open);
    }
  }

  @Test
  void request_whenPassphraseIsInAFile_asksNobody() {
    Path secret = write("secret.txt", "geheim\n");

    assertThat(request("hello", "--passphrase-file=" + secret).exitCode()).isEqualTo(ExitCode.OK);
    assertThat(signet.prompts()).isEmpty();
    assertThat(key()).content().contains("ENCRYPTED");
  }

  @Test
  void request_whenPassphrasesDifferOrAreShort_writesNothing() {
    signet.typing("geheim").typing("geheimer");
    assertInputError(request("hello"), "not the same");
    signet.typing("abc");
    assertInputError(request("hello"), "at least 4");
    assertInputError(request("hello"), "--passphrase-file", "--passphrase-env");
    assertInputError(request("hello", "--no-passphrase", "--passphrase-env=X"), "contradicts");
    assertThat(names()).isEmpty();
  }

  @Test
  void request_whenRsaIsWanted_makesIt() throws Exception {
    assertThat(request("hello", "--no-passphrase", "--key-type=rsa2048").exitCode())
        .isEqualTo(ExitCode.OK);

    assertThat(
            ((RSAKey) SigningKeys.load(key(), Optional.empty(), Passphrase.none()).privateKey())
                .getModulus()
                .bitLength())
        .isEqualTo(2048);
    assertThat(CertificateRequest.load(csr()).key().getAlgorithm()).isEqualTo("RSA");
  }

  @Test
  void request_whenKeyTypeIsUnknown_isAnInputError() {
    assertInputError(request("hello", "--no-passphrase", "--key-type=dsa"), "dsa", "p384");
  }

  @Test
  void request_whenAFileIsThere_overwritesNothing() throws Exception {
    Path key = write("hello.key", "precious");
    assertInputError(request("hello", "--no-passphrase"), "hello.key", "never overwritten");
    assertThat(names()).containsExactly("hello.key");
    Files.delete(key);

    Path csr = write("hello.csr", "precious");
    assertInputError(request("hello", "--no-passphrase"), "hello.csr", "never overwritten");
    assertThat(csr).hasContent("precious");
    assertThat(names()).containsExactly("hello.csr");

    assertInputError(
        signet.run(
            "key:request",
            "hello",
            "--no-passphrase",
            "--key-out=" + temp.resolve("a"),
            "--out=" + temp.resolve("./a")),
        "same file");
    assertInputError(
        signet.run(
            "key:request",
            "hello",
            "--no-passphrase",
            "--key-out=" + temp.resolve("none/a.key"),
            "--out=" + temp.resolve("a.csr")),
        "none");
    assertThat(names()).containsExactly("hello.csr");
  }

  @Test
  void request_whenKeyExists_asksForTheSameKeyAgain() throws Exception {
    request("hello", "--no-passphrase");
    byte[] before = Files.readAllBytes(key());
    Path renewal = temp.resolve("renewal.csr");

    CommandLineKit.Outcome outcome =
        signet.run("key:request", "hello", "--privateKey=" + key(), "--out=" + renewal);

    assertThat(outcome.exitCode()).as(outcome.err()).isEqualTo(ExitCode.OK);
    assertThat(CertificateRequest.load(renewal).key())
        .isEqualTo(CertificateRequest.load(csr()).key());
    assertThat(Files.readAllBytes(key())).isEqualTo(before);
    assertInputError(
        signet.run("key:request", "hello", "--privateKey=" + key(), "--out=" + key()),
        "never overwritten");
    assertInputError(
        signet.run(
            "key:request",
            "hello",
            "--privateKey=" + key(),
            "--out=" + temp.resolve("b.csr"),
            "--key-type=p384"),
        "new key");
    assertThat(Files.readAllBytes(key())).isEqualTo(before);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " hello", "a\nb", "a\u001b[2Jb", "a\u202eb"})
  void request_whenIdIsImpossible_isRefusedAndPrintedSafely(String id) {
    CommandLineKit.Outcome outcome = request(id, "--no-passphrase");

    assertThat(outcome.exitCode()).isEqualTo(ExitCode.REFUSED);
    assertThat(outcome.err().lines()).hasSize(1);
    assertThat(outcome.err()).contains("64 visible").doesNotContain("\u001b", "\u202e");
    assertThat(names()).isEmpty();
  }

  @Test
  void request_whenIdIsTooLong_isRefused() {
    assertThat(request("x".repeat(65), "--no-passphrase").exitCode()).isEqualTo(ExitCode.REFUSED);
    assertThat(request("x".repeat(64), "--no-passphrase").exitCode()).isEqualTo(ExitCode.OK);
  }

  @ParameterizedTest
  @ValueSource(strings = {"../hello", ".hidden", "a/b", "-x", "é"})
  void request_whenIdIsNoFileName_wantsTheFilesNamed(String id) {
    assertInputError(signet.run("key:request", "--no-passphrase", "--", id), "--out");
    assertThat(request(id, "--no-passphrase", "--").exitCode()).isEqualTo(ExitCode.OK);
  }

  @Test
  void request_whenScriptsRead_printsJson() throws Exception {
    CommandLineKit.Outcome made = request("hello", "--no-passphrase", "--output=json");
    JsonNode requested = new ObjectMapper().readTree(made.out()).get("requested");

    assertThat(requested.get("id").asText()).isEqualTo("hello");
    assertThat(requested.get("key").asText()).isEqualTo(key().toString());
    assertThat(requested.get("request").asText()).isEqualTo(csr().toString());
    JsonNode refused =
        new ObjectMapper().readTree(request("", "--no-passphrase", "--output=json").out());
    assertThat(refused.at("/refused/0/code").asText()).isEqualTo("INVALID_ID");
  }

  /** Names the files, so that nothing is made in the folder the tests run in. */
  private CommandLineKit.Outcome request(String id, String... more) {
    List<String> words =
        new ArrayList<>(List.of("key:request", "--key-out=" + key(), "--out=" + csr()));
    words.addAll(List.of(more));
    words.add(id);
    return signet.run(words.toArray());
  }

  private Path key() {
    return temp.resolve("hello.key");
  }

  private Path csr() {
    return temp.resolve("hello.csr");
  }

  private Path write(String name, String text) {
    return Trees.write(temp.resolve(name), text.getBytes(StandardCharsets.UTF_8));
  }

  private List<String> names() {
    try (Stream<Path> files = Files.list(temp)) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  private static void assertInputError(CommandLineKit.Outcome outcome, String... parts) {
    assertThat(outcome.exitCode()).as(outcome.err()).isEqualTo(ExitCode.USAGE);
    assertThat(outcome.err()).contains(parts).doesNotContain("geheim", "Exception:");
  }
}

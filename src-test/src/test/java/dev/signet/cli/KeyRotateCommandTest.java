package dev.signet.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.signet.bundle.Limits;
import dev.signet.cli.option.ExitCode;
import dev.signet.envelope.SignatureFile;
import dev.signet.envelope.SignatureFileReader;
import dev.signet.testkit.Certificates;
import dev.signet.trust.KeyRules;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KeyRotateCommandTest {
  @TempDir private Path temp;
  private final CommandLineKit signet = new CommandLineKit();
  private Author author;
  private Certificates.Issued next;

  @BeforeEach
  void setUp() {
    author = new Author(temp);
    next = Certificates.leaf("hello", Author.ROOT).make();
    author.credentials("next", next);
  }

  private CommandLineKit.Outcome rotate(String from, String to, Object... more) {
    Object[] words = new Object[more.length + 4];
    words[0] = "key:rotate";
    words[1] = author.key(from);
    words[2] = "--to=" + temp.resolve(to + ".crt");
    words[3] = "--out=" + temp.resolve(to + ".rotation.json");
    System.arraycopy(more, 0, words, 4, more.length);
    return signet.run(words);
  }

  private CommandLineKit.Outcome sign(String by, Path plugin, String rotation) {
    return signet.run(
        "integrity:sign-app",
        author.key(by),
        author.certificate(by),
        author.trust(),
        "--path=" + plugin,
        "--rotation=" + temp.resolve(rotation + ".rotation.json"));
  }

  @Test
  void oldKey_whenItVouches_isInTheNextSignature() throws Exception {
    CommandLineKit.Outcome made = rotate("hello", "next");
    Path plugin = author.plugin("plugin");

    assertThat(made.exitCode()).as(made.err()).isEqualTo(ExitCode.OK);
    assertThat(made.out())
        .contains("rotated  hello", KeyRules.id(next.certificate().getPublicKey()))
        .contains("--rotation=");
    assertThat(sign("next", plugin, "next").exitCode()).isEqualTo(ExitCode.OK);
    SignatureFile file = read(plugin);
    assertThat(file.rotation().isWhole("hello", next.certificate().getPublicKey())).isTrue();
  }

  private static SignatureFile read(Path plugin) throws Exception {
    return SignatureFileReader.read(
            Files.readAllBytes(plugin.resolve("signature.json")), Limits.DEFAULT)
        .fold(
            file -> file,
            finding -> {
              throw new AssertionError(finding.detail());
            });
  }

  @Test
  void chain_whenExtended_hasBothStatements() throws Exception {
    author.credentials("third", Certificates.leaf("hello", Author.ROOT).make());
    rotate("hello", "next");
    CommandLineKit.Outcome made =
        rotate("next", "third", "--rotation=" + temp.resolve("next.rotation.json"));
    Path plugin = author.plugin("plugin");

    assertThat(made.exitCode()).as(made.err()).isEqualTo(ExitCode.OK);
    assertThat(sign("third", plugin, "third").exitCode()).isEqualTo(ExitCode.OK);
    assertThat(read(plugin).rotation().toJson()).hasSize(2);
    assertThat(sign("third", plugin, "next").err())
        .contains("do not vouch for the key", "signet key:rotate");
    CommandLineKit.Outcome wrong =
        rotate("hello", "hello", "--rotation=" + temp.resolve("next.rotation.json"));
    assertThat(wrong.exitCode()).isEqualTo(ExitCode.USAGE);
  }

  @Test
  void rotation_whenForScripts_isJson() throws Exception {
    CommandLineKit.Outcome made = rotate("hello", "next", "--output=json");

    assertThat(new ObjectMapper().readTree(made.out()).at("/rotated/id").textValue())
        .isEqualTo("hello");
  }

  @Test
  void rotation_whenTheFileIsThereOrTheKeyIsTheSame_isNotMade() {
    assertThat(rotate("hello", "hello").err()).contains("The new key is the old one");
    rotate("hello", "next");
    CommandLineKit.Outcome again = rotate("hello", "next");

    assertThat(again.exitCode()).isEqualTo(ExitCode.USAGE);
    assertThat(again.err()).contains("is there already");
  }
}

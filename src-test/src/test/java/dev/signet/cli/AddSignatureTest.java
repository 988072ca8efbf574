package dev.signet.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signet.bundle.Limits;
import dev.signet.cli.option.ExitCode;
import dev.signet.envelope.SignatureFile;
import dev.signet.envelope.SignatureFileReader;
import dev.signet.testkit.Certificates;
import dev.signet.testkit.Schemas;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code integrity:sign-app --add}: a store signs beside the author. */
class AddSignatureTest {
  @TempDir private Path temp;
  private final CommandLineKit signet = new CommandLineKit();
  private Author author;

  @BeforeEach
  void setUp() {
    author = new Author(temp);
    author.credentials("store", Certificates.leaf("store", Author.ROOT).make());
    author.credentials("reviewer", Certificates.leaf("reviewer", Author.ROOT).make());
  }

  private CommandLineKit.Outcome sign(String by, Path plugin, Object... more) {
    Object[] words = new Object[more.length + 4];
    words[0] = "integrity:sign-app";
    words[1] = author.key(by);
    words[2] = author.certificate(by);
    words[3] = "--path=" + plugin;
    System.arraycopy(more, 0, words, 4, more.length);
    return signet.run(words);
  }

  private CommandLineKit.Outcome check(Path plugin) {
    return signet.run("integrity:check-app", "--path=" + plugin, author.trust());
  }

  @ParameterizedTest
  @ValueSource(strings = {"plugin", "plugin.zip", "plugin.jar"})
  void signatures_whenAdded_areBesideTheAuthors(String name) {
    Path plugin = author.plugin(name);
    sign("hello", plugin);

    CommandLineKit.Outcome added = sign("store", plugin, "--add", author.trust());
    CommandLineKit.Outcome second = sign("reviewer", plugin, "--add");

    assertThat(added.exitCode()).as(added.err()).isEqualTo(ExitCode.OK);
    assertThat(added.out()).contains("signed beside  hello");
    assertThat(second.out()).contains("note", "--trust");
    assertThat(check(plugin).out())
        .contains("verified", "signed by", "CN=hello")
        .contains("also by", "CN=store", "CN=reviewer");
  }

  @Test
  void file_whenASignatureIsAddedTwice_hasItOnceAndAllElseAsItWas() throws Exception {
    Path plugin = author.plugin("plugin");
    sign("hello", plugin);
    SignatureFile before = read(plugin);
    sign("store", plugin, "--add");
    sign("reviewer", plugin, "--add");
    sign("store", plugin, "--add");

    SignatureFile after = read(plugin);

    assertThat(after.cosignatures().size()).isEqualTo(2);
    assertThat(after.signedBytes()).isEqualTo(before.signedBytes());
    assertThat(after.signature()).isEqualTo(before.signature());
    assertThat(after.leaf()).isEqualTo(before.leaf());
    assertThat(after.isSignatureValid()).isTrue();
  }

  private static SignatureFile read(Path plugin) throws Exception {
    byte[] content = Files.readAllBytes(plugin.resolve("signature.json"));
    Schemas.SIGNATURE.assertDescribes(new String(content, StandardCharsets.UTF_8));
    return SignatureFileReader.read(content, Limits.DEFAULT)
        .fold(
            file -> file,
            finding -> {
              throw new AssertionError(finding.detail());
            });
  }

  @Test
  void signature_whenThereIsNoneToAddItTo_isRefused() {
    Path plugin = author.plugin("plugin");

    CommandLineKit.Outcome unsigned = sign("store", plugin, "--add");
    assertThat(unsigned.exitCode()).isEqualTo(ExitCode.REFUSED);
    assertThat(unsigned.err()).contains("It is not signed", "format 2 first");

    author.credentials("old", Certificates.leaf("hello", Author.ROOT).keys(Author.RSA).make());
    assertThat(sign("old", plugin, "--format=1").exitCode()).isEqualTo(ExitCode.OK);
    assertThat(sign("store", plugin, "--add").err()).contains("Format 1 has no place");
  }

  @Test
  void signature_whenFilesHaveChangedSince_isRefused() throws Exception {
    Path plugin = author.plugin("plugin");
    sign("hello", plugin);
    Files.writeString(plugin.resolve("classes/a.txt"), "changed");

    CommandLineKit.Outcome outcome = sign("store", plugin, "--add");

    assertThat(outcome.exitCode()).isEqualTo(ExitCode.REFUSED);
    assertThat(outcome.err()).contains("classes/a.txt");
  }

  @Test
  void signature_whenHostsWouldNotCountIt_isRefused() {
    Certificates.Issued other = Certificates.root("Other").make();
    author.credentials("stranger", Certificates.leaf("store", other).make());
    Path plugin = author.plugin("plugin");
    sign("hello", plugin);

    assertThat(sign("hello", plugin, "--add").err()).contains("The key is the author's own");
    assertThat(sign("stranger", plugin, "--add", author.trust()).err())
        .contains("no certification path leads from it");
    assertThat(sign("stranger", plugin, "--add").exitCode()).isEqualTo(ExitCode.OK);
    assertThat(check(plugin).out()).contains("also by", "UNTRUSTED_CERTIFICATE");
  }

  @ParameterizedTest
  @ValueSource(strings = {"--format=2", "--rotation=x.json"})
  void options_whenTheyAreTheAuthors_doNotGoWithIt(String option) {
    Path plugin = author.plugin("plugin");
    sign("hello", plugin);

    CommandLineKit.Outcome outcome = sign("store", plugin, "--add", option);

    assertThat(outcome.exitCode()).isEqualTo(ExitCode.USAGE);
    assertThat(outcome.err()).contains("is for the author's signature; leave it out with --add");
  }

  @Test
  void signatures_whenTooMany_areRefused() {
    Path plugin = author.plugin("plugin");
    sign("hello", plugin);
    for (int i = 0; i < 8; i++) {
      author.credentials("store" + i, Certificates.leaf("store" + i, Author.ROOT).make());
      assertThat(sign("store" + i, plugin, "--add").exitCode()).isEqualTo(ExitCode.OK);
    }

    assertThat(sign("store", plugin, "--add").err()).contains("at most 8 further signatures");
    assertThat(sign("store3", plugin, "--add").exitCode()).isEqualTo(ExitCode.OK);
  }
}

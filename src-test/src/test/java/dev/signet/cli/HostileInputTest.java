package dev.signet.cli;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.signet.cli.option.ExitCode;
import dev.signet.testkit.Certificates;
import dev.signet.testkit.Nesting;
import dev.signet.testkit.SmallStack;
import dev.signet.testkit.Trees;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A file on which parsers break is an input error that names it, in every command. */
class HostileInputTest {
  private static final List<String> LABELS =
      List.of(
          "CERTIFICATE",
          "X509 CRL",
          "PKCS7",
          "PRIVATE KEY",
          "ENCRYPTED PRIVATE KEY",
          "RSA PRIVATE KEY",
          "EC PRIVATE KEY",
          "CERTIFICATE REQUEST");

  @TempDir private Path temp;
  private final CommandLineKit signet = new CommandLineKit().at(Certificates.NOW);
  private Author author;
  private Path hostile;

  @BeforeEach
  void makeFiles() {
    author = new Author(temp);
    hostile = temp.resolve("hostile.pem");
    String authority = "--authority=" + temp.resolve("authority");
    assertThat(signet.run("ca:init", authority, "--name=Root", "--no-passphrase").exitCode())
        .isZero();
    assertThat(signet.run("ca:crl", authority).exitCode()).isZero();
  }

  @ParameterizedTest
  @EnumSource(Nesting.class)
  void commands_whenAnInputIsNestedWithoutEnd_nameIt(Nesting nesting) throws Exception {
    byte[] der = nesting.bytes(3_000);
    Files.write(hostile, der);
    SmallStack.run(this::assertNamed);
    for (String label : LABELS) {
      Files.writeString(hostile, Nesting.pem(label, der));
      SmallStack.run(this::assertNamed);
    }
  }

  private void assertNamed() {
    Path plugin = author.plugin("p");
    String path = "--path=" + plugin;
    String authority = "--authority=" + temp.resolve("authority");
    assertNamed("integrity:sign-app", path, "--privateKey=" + hostile, author.certificate("hello"));
    assertNamed("integrity:sign-app", path, author.key("hello"), "--certificate=" + hostile);
    assertNamed(
        "integrity:sign-app",
        path,
        author.key("hello"),
        author.certificate("hello"),
        "--chain=" + hostile);
    assertNamed(
        "integrity:sign-app",
        path,
        author.key("hello"),
        author.certificate("hello"),
        "--trust=" + hostile);
    assertNamed("integrity:check-app", path, "--trust=" + hostile);
    assertNamed("integrity:check-app", path, author.trust(), "--crl=" + hostile);
    assertNamed("key:request", "hello", "--privateKey=" + hostile, "--out=" + temp.resolve("x"));
    assertNamed("ca:issue", "hello", authority, "--request=" + hostile);
    assertNamed("ca:revoke", authority, "--certificate=" + hostile, "--reason=superseded");
    assertNamed("ca:crl", authority, "--out=" + hostile);
  }

  private void assertNamed(Object... arguments) {
    CommandLineKit.Outcome outcome = signet.run(arguments);

    assertThat(outcome.exitCode()).as(outcome.err()).isEqualTo(ExitCode.USAGE);
    assertThat(outcome.err())
        .contains(hostile.toString())
        .doesNotContain("Exception", "Error:", "unexpected", "\tat ");
    assertThat(outcome.err().lines()).hasSizeLessThan(5);
  }

  @ParameterizedTest
  @EnumSource(Nesting.class)
  void authority_whenItsOwnFilesAreNestedWithoutEnd_namesThem(Nesting nesting) throws Exception {
    String authority = "--authority=" + temp.resolve("authority");
    for (String name : List.of("root.crl", "root.crt", "root.key")) {
      Path file = temp.resolve("authority").resolve(name);
      byte[] sound = Files.readAllBytes(file);
      for (String label : LABELS) {
        Files.writeString(file, Nesting.pem(label, nesting.bytes(3_000)));
        SmallStack.run(
            () -> {
              CommandLineKit.Outcome outcome = signet.run("ca:crl", authority);
              assertThat(outcome.exitCode()).isEqualTo(ExitCode.USAGE);
              assertThat(outcome.err()).contains(name).doesNotContain("Exception", "\tat ");
            });
      }
      Files.write(file, sound);
    }
    assertThat(signet.run("ca:crl", authority).exitCode()).isZero();
  }

  @ParameterizedTest
  @EnumSource(Nesting.class)
  void checks_whenASignatureFileIsNestedWithoutEnd_areFindings(Nesting nesting) throws Exception {
    String pem = Nesting.pem("CERTIFICATE", nesting.bytes(2_000)).replace("\n", "\\n");
    String json =
        "{\"hashes\":{},\"signature\":\"AAAA\",\"certificate\":\""
            + pem
            + "\",\"timestamp\":\"MIAwgDCA\"}";
    Path core = temp.resolve("core-folder");
    Trees.write(core.resolve("core/signature.json"), json.getBytes(US_ASCII));
    Path plugin = author.plugin("q");
    Files.writeString(plugin.resolve("signature.json"), json, UTF_8);

    assertFinding(signet.run("integrity:check-core", "--path=" + core, author.trust()));
    assertFinding(signet.run("integrity:check-app", "--path=" + plugin, author.trust()));
  }

  private static void assertFinding(CommandLineKit.Outcome outcome) throws IOException {
    assertThat(outcome.exitCode()).isEqualTo(ExitCode.FINDINGS);
    assertThat(outcome.out()).contains("INVALID_CERTIFICATE").doesNotContain("Exception");
    assertThat(outcome.err()).doesNotContain("Exception");
  }
}

package dev.signet.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signet.cli.option.ExitCode;
import dev.signet.testkit.OpenSsl;
import dev.signet.testkit.Trees;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The author's story, with an authority that is run by plain openssl. */
class OpensslAuthorityTest {
  private static final String CONFIGURATION =
      """
      [ca]
      default_ca = authority
      [authority]
      dir = .
      database = index.txt
      serial = serial
      crlnumber = crlnumber
      new_certs_dir = .
      certificate = root.crt
      private_key = root.key
      default_md = sha384
      default_days = 365
      default_crl_days = 30
      policy = any
      unique_subject = no
      copy_extensions = none
      x509_extensions = leaf
      crl_extensions = list
      [any]
      commonName = supplied
      [leaf]
      basicConstraints = critical, CA:FALSE
      keyUsage = critical, digitalSignature
      extendedKeyUsage = codeSigning
      [list]
      authorityKeyIdentifier = keyid
      """;

  @TempDir private Path temp;
  private final CommandLineKit signet = new CommandLineKit();
  private OpenSsl openSsl;
  private Path plugin;

  @BeforeEach
  void setUpAuthority() {
    openSsl = OpenSsl.in(temp).root();
    openSsl.write("ca.cnf", CONFIGURATION);
    openSsl.write("index.txt", "");
    openSsl.write("serial", "1000\n");
    openSsl.write("crlnumber", "01\n");
    plugin =
        Trees.folder(
            temp.resolve("hello"),
            Trees.files("plugin.properties", "plugin.id=hello\nplugin.version=1", "a.txt", "a"));
    list();
  }

  @Test
  void story_whenTold_goesAsTheReferenceSays() throws Exception {
    issue("first");
    sign("first");
    assertThat(check().exitCode()).isEqualTo(ExitCode.OK);

    Files.writeString(plugin.resolve("a.txt"), "b");
    CommandLineKit.Outcome changed = check();
    assertThat(changed.exitCode()).isEqualTo(ExitCode.FINDINGS);
    assertThat(changed.out()).contains("modified", "INVALID_HASH", "a.txt");
    Files.writeString(plugin.resolve("a.txt"), "a");
    assertThat(check().exitCode()).isEqualTo(ExitCode.OK);

    openSsl.run("ca -batch -config ca.cnf -revoke first.crt -crl_reason keyCompromise");
    list();
    CommandLineKit.Outcome revoked = check();
    assertThat(revoked.exitCode()).isEqualTo(ExitCode.FINDINGS);
    assertThat(revoked.out()).contains("revoked", "REVOKED");

    issue("second");
    sign("second");
    CommandLineKit.Outcome again = check();
    assertThat(again.exitCode()).as(again.out()).isEqualTo(ExitCode.OK);
  }

  private void issue(String name) {
    openSsl.run(
        "req -new -newkey ec -pkeyopt ec_paramgen_curve:P-384 -noenc -keyout "
            + name
            + ".key -subj /CN=hello -out "
            + name
            + ".csr");
    openSsl.run("ca -batch -notext -config ca.cnf -in " + name + ".csr -out " + name + ".crt");
  }

  private void list() {
    openSsl.run("ca -gencrl -config ca.cnf -out root.crl");
  }

  private void sign(String name) {
    CommandLineKit.Outcome outcome =
        signet.run(
            "integrity:sign-app",
            "--path=" + plugin,
            "--privateKey=" + openSsl.file(name + ".key"),
            "--certificate=" + openSsl.file(name + ".crt"));
    assertThat(outcome.exitCode()).as(outcome.err()).isEqualTo(ExitCode.OK);
  }

  private CommandLineKit.Outcome check() {
    return signet.run(
        "integrity:check-app",
        "--path=" + plugin,
        "--trust=" + openSsl.file("root.crt"),
        "--crl=" + openSsl.file("root.crl"));
  }
}

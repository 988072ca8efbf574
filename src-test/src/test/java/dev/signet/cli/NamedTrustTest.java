package dev.signet.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.signet.cli.option.ExitCode;
import dev.signet.sign.authority.CertificateAuthority;
import dev.signet.sign.key.PemFiles;
import dev.signet.testkit.PluginAuthor;
import dev.signet.testkit.PluginKit;
import dev.signet.testkit.Trees;
import dev.signet.testkit.TrustFileForms;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509CRL;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What --trust, --crl and --profile name counts, or the command says why not. */
class NamedTrustTest {
  static final List<String> LISTS = TrustFileForms.LISTS;
  static final List<String> BOTH = TrustFileForms.BOTH;

  @TempDir private Path temp;
  private final CommandLineKit signet = new CommandLineKit();
  private final CertificateAuthority authority = PluginAuthor.authority("Root");
  private Path plugin;
  private Path root;
  private TrustFileForms forms;

  @BeforeEach
  void revoke() throws Exception {
    PluginAuthor author = PluginAuthor.of("clock", authority);
    plugin = PluginKit.plugin("clock", "1.0.0").signedBy(author).zip(temp);
    authority.revoke(author.certificate().getSerialNumber(), Instant.now());
    X509CRL list = authority.revocationList(Instant.now(), Duration.ofDays(1));
    forms = new TrustFileForms(authority.certificate(), list);
    root = write("root.crt", PemFiles.text(authority.certificate()));
  }

  @ParameterizedTest
  @FieldSource("LISTS")
  void list_whenNamedAnywhere_revokes(String name) {
    for (Map.Entry<String, byte[]> content : forms.listFile(name).entrySet()) {
      Path list = Trees.write(temp.resolve("lists").resolve(name), content.getValue());
      Path folder = folder("trust", "root.crt", name, content.getValue());

      revoked("--trust=" + root, "--crl=" + list);
      revoked("--trust=" + root, "--trust=" + list);
      revoked("--trust=" + folder);
    }
  }

  @ParameterizedTest
  @FieldSource("BOTH")
  void listInTheAnchorsFile_whenNamedAnywhere_revokes(String name) {
    for (Map.Entry<String, byte[]> content : forms.bothFile(name).entrySet()) {
      Path file = Trees.write(temp.resolve("both").resolve(name), content.getValue());

      revoked("--trust=" + file);
      revoked("--trust=" + file.getParent());
      revoked("--trust=" + file, "--crl=" + file);
      revoked("--trust=" + root, "--crl=" + file);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"crl", "pem", "p7b"})
  void crlFile_whenItHoldsACertificateThatCountsNowhere_isAUsageErrorOfCrl(String ending)
      throws Exception {
    CertificateAuthority other = PluginAuthor.authority("Other");
    TrustFileForms both =
        new TrustFileForms(
            other.certificate(), other.revocationList(Instant.now(), Duration.ofDays(1)));
    for (byte[] content : both.bothFile("a." + ending).values()) {
      Path file = Trees.write(temp.resolve("a." + ending), content);

      assertThat(usageError("--trust=" + root, "--crl=" + file))
          .contains("--crl: ", file.toString(), "holds a certificate", "--trust");
      assertThat(check("--trust=" + root, "--trust=" + file, "--crl=" + file).exitCode())
          .isEqualTo(ExitCode.OK);
    }
  }

  @Test
  void crl_whenItsFileCannotBeUsed_isAFaultOfCrl() throws Exception {
    List<Path> unusable = new ArrayList<>();
    unusable.add(temp.resolve("absent.crl"));
    unusable.add(Files.createDirectory(temp.resolve("folder.crl")));
    unusable.add(write("empty.crl", ""));
    unusable.add(write("text.crl", "no list"));
    unusable.add(write("html.crl", "<html><body>Not found</body></html>"));
    unusable.add(write("cut.crl", "-----BEGIN X509 CRL-----\nMIIB\n"));
    unusable.add(write("damaged.crl", "-----BEGIN X509 CRL-----\nMIIB\n-----END X509 CRL-----"));
    unusable.add(root);
    for (Path file : unusable) {
      assertThat(usageError("--trust=" + root, "--crl=" + file))
          .contains("--crl: ", file.toString())
          .doesNotContain("--trust: ");
    }
  }

  @Test
  void trust_whenAFolderHoldsWhatIsNotRead_namesEachOnce() throws Exception {
    Path folder = folder("trust", "root.crt", "revoked.crl.old", new byte[1]);
    Trees.write(folder.resolve("intermediates/nextcloud/a.crt"), new byte[1]);

    CommandLineKit.Outcome outcome = check("--trust=" + folder);

    assertThat(outcome.exitCode()).isEqualTo(ExitCode.OK);
    assertThat(outcome.err().lines())
        .hasSize(2)
        .anyMatch(line -> line.contains("revoked.crl.old is not read"))
        .anyMatch(line -> line.contains("nextcloud is not read"));
  }

  @Test
  void trust_whenAFormOfACertificateIsNotRead_isAUsageError() throws Exception {
    // As "openssl x509 -trustout" writes it: a certificate, and what it is trusted for.
    byte[] der = authority.certificate().getEncoded();
    byte[] both = Arrays.copyOf(der, der.length + 2);
    both[der.length] = 0x30;
    byte[] block = TrustFileForms.pem("TRUSTED CERTIFICATE", both);
    Path file =
        write("trusted.crt", PemFiles.text(authority.certificate()) + new String(block, UTF_8));

    assertThat(usageError("--trust=" + file)).contains("--trust: ", file.toString());
  }

  @ParameterizedTest
  @ValueSource(strings = {"standard", "nextcloud"})
  void profile_whenTrustIsAFolder_isAUsageErrorOfProfile(String profile) {
    Path folder = folder("trust", "root.crt", "more.crt", new byte[0]);

    assertThat(usageError("--trust=" + folder, "--profile=" + profile))
        .contains("--profile", folder.toString(), "nextcloud");
    assertThat(usageError("--trust=" + root, "--trust=" + folder, "--profile=" + profile))
        .contains("--profile", folder.toString());
  }

  private Path folder(String name, String anchor, String more, byte[] content) {
    Path folder = temp.resolve(name);
    Trees.delete(folder);
    Trees.write(folder.resolve(anchor), PemFiles.text(authority.certificate()).getBytes(UTF_8));
    Trees.write(folder.resolve(more), content);
    return folder;
  }

  private Path write(String name, String text) throws Exception {
    return Files.writeString(temp.resolve(name), text);
  }

  private void revoked(Object... options) {
    CommandLineKit.Outcome outcome = check(options);
    assertThat(outcome.exitCode()).as(outcome.err()).isEqualTo(ExitCode.FINDINGS);
    assertThat(outcome.out()).contains("REVOKED");
  }

  private String usageError(Object... options) {
    CommandLineKit.Outcome outcome = check(options);
    assertThat(outcome.exitCode()).isEqualTo(ExitCode.USAGE);
    return outcome.err();
  }

  private CommandLineKit.Outcome check(Object... options) {
    List<Object> words = new ArrayList<>(List.of("integrity:check-app", "--path=" + plugin));
    words.addAll(List.of(options));
    return signet.run(words.toArray());
  }
}

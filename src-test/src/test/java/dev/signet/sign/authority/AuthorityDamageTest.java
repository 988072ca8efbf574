package dev.signet.sign.authority;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.signet.sign.key.CertificateRequest;
import dev.signet.sign.key.InputFiles;
import dev.signet.sign.key.KeyType;
import dev.signet.sign.key.PemFiles;
import dev.signet.sign.key.Scratch;
import dev.signet.sign.key.SigningKey;
import dev.signet.sign.problem.SigningException;
import dev.signet.testkit.Certificates;
import dev.signet.testkit.Jvm;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.nio.file.attribute.UserPrincipal;
import java.security.KeyPair;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever a crash, a full disk or a restored backup does: nothing is forgotten in silence. */
class AuthorityDamageTest {
  private static final Instant NOW = Instant.parse("2026-11-22T10:00:00Z");
  private static final KeyPair AUTHOR = Certificates.p384();

  @TempDir private Path temp;
  private Path folder;
  private NewCertificate hello;

  @BeforeEach
  void createAuthority() throws Exception {
    folder = temp.resolve("authority");
    NewAuthority root = new NewAuthority("Test Root", KeyType.P384, Duration.ofDays(3650));
    NewAuthority below = new NewAuthority("Test Plugins", KeyType.P384, Duration.ofDays(1000));
    try (AuthorityFolder authority = settings().create(root, Optional.of(below))) {
      hello = issue(authority, "hello");
      issue(authority, "other");
      authority.revoke("hello", false, RevocationReason.KEY_COMPROMISE);
      authority.revocationList("intermediate", Duration.ofDays(7));
    }
  }

  /** No part of the index can pass for the whole. */
  @Test
  void open_whenIndexIsCutOff_refusesWhereverItIsCut() throws Exception {
    byte[] whole = Files.readAllBytes(file("index.json"));

    for (int length = 0; length < whole.length - 1; length += 7) {
      Files.write(file("index.json"), Arrays.copyOf(whole, length));
      assertRefusesToOpen("index.json is damaged", "backup");
    }
    Files.write(file("index.json"), whole);
    settings().open().close();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          "version":1          | "version":2
          "issuer":"root"      | "issuer":"rot"
          "name":"root"        | "name":"intermediate"
          "keyCompromise"      | "certificateHold"
          "listNumber":1       | "listNumber":-1
          "listNumber":1       | "listNumber":"1"
          "authority":true     | "authority":1
          "authority":true     | "authority":false
          "authority":true,    | ''
          "version":1,         | ''
          "version":1          | "version":1.0
          "version":1          | "version":null
          "id":"hello",        | ''
          "id":"hello"         | "id":null
          "id":"hello"         | "id":7
          "reason":"keyCompromise" | "reason":null
          "until":"            | "until":null,"was":"
          "id":"hello"         | "id":"hello","id":"hello"
          "id":"hello"         | "id":"hello","new":1
          "reason":            | "why":
          "sha256":"           | "sha256":"0
          "serial":"           | "serial":"G
          "from":"2026-11-22   | "from":"2026-11-32
          "from":"2026         | "from":"2126
          """)
  void open_whenIndexIsNotAsItWasWritten_refuses(String part, String other) throws Exception {
    String text = Files.readString(file("index.json"));
    assertThat(text).contains(part);
    Files.writeString(file("index.json"), text.replace(part, other));

    assertRefusesToOpen("index.json is damaged", "backup");
    assertThatExceptionOfType(SigningException.class)
        .isThrownBy(() -> AuthorityFolder.list(folder, NOW));
  }

  @Test
  void open_whenARevocationIsNull_refuses() throws Exception {
    String text = Files.readString(file("index.json"));
    Files.writeString(
        file("index.json"), text.replaceAll("\"revoked\":\\{[^}]*}", "\"revoked\":null"));

    assertRefusesToOpen("index.json is damaged", "null");
  }

  @Test
  void open_whenALineIsThereTwice_refuses() throws Exception {
    List<String> lines = Files.readAllLines(file("index.json"));
    String certificate =
        lines.stream().filter(line -> line.contains("\"other\"")).findFirst().orElseThrow();
    Files.writeString(
        file("index.json"),
        Files.readString(file("index.json"))
            .replace(certificate, certificate + ",\n" + certificate));

    assertRefusesToOpen("twice");
  }

  @Test
  void open_whenIndexIsGone_refusesToBeginAnew() throws Exception {
    Files.delete(file("index.json"));

    assertRefusesToOpen("index.json is not there", "backup", "Never make a new one");
    assertThatExceptionOfType(SigningException.class)
        .isThrownBy(() -> AuthorityFolder.in(temp).open())
        .withMessageContaining("no authority");
    assertThat(temp.resolve("lock")).doesNotExist();
  }

  /** A revocation that hosts have seen must not be taken back by an old backup. */
  @Test
  void open_whenIndexForgotARevocation_refuses() throws Exception {
    String text = Files.readString(file("index.json"));
    Files.writeString(file("index.json"), text.replaceAll(",\"revoked\":\\{[^}]*}", ""));

    assertRefusesToOpen("index.json has forgotten", "intermediate.crl", "backup");
  }

  @Test
  void open_whenListNumberIsBehindTheList_refuses() throws Exception {
    String text = Files.readString(file("index.json"));
    Files.writeString(file("index.json"), text.replace("\"listNumber\":1", "\"listNumber\":0"));

    assertRefusesToOpen("index.json has forgotten", "intermediate.crl", "higher number");
  }

  /** As after a crash between counting the list and writing it. */
  @Test
  void lists_whenTheLastWasCountedOnly_goOnWithTheNextNumber() throws Exception {
    Files.delete(file("intermediate.crl"));

    try (AuthorityFolder authority = settings().open()) {
      assertThat(
              RevocationListFile.number(
                  authority.revocationList("intermediate", Duration.ofDays(7))))
          .isEqualTo(2);
    }
  }

  /** As after a crash between writing the index and keeping the certificate. */
  @Test
  void certificate_whenItsFileIsMissing_isStillKnownAndRevoked() throws Exception {
    assertThat(file("certificates/" + hello.entry().serial() + ".crt")).exists();
    Scratch.delete(file("certificates"));

    try (AuthorityFolder authority = settings().open()) {
      assertThat(authority.revoke("other", false, RevocationReason.SUPERSEDED)).hasSize(1);
      assertThat(
              authority.revocationList("intermediate", Duration.ofDays(7)).getRevokedCertificates())
          .hasSize(2);
      issue(authority, "again");
    }
    assertThat(AuthorityFolder.list(folder, NOW)).hasSize(5);
  }

  /** The serial number is written down first: without it, nothing is handed out. */
  @Test
  void issue_whenIndexCannotBeWritten_handsNothingOut() throws Exception {
    try (AuthorityFolder authority = settings().open()) {
      String before = Files.readString(file("index.json"));
      Files.delete(file("index.json"));
      Files.createDirectories(file("index.json/full"));

      assertThatExceptionOfType(SigningException.class)
          .isThrownBy(() -> issue(authority, "again"))
          .withMessageContaining("index.json cannot be written");
      assertThat(file("certificates")).isDirectoryNotContaining(one -> isOf(one, "again"));
      assertThatExceptionOfType(SigningException.class)
          .isThrownBy(() -> authority.revoke("other", false, RevocationReason.SUPERSEDED));
      Files.delete(file("index.json/full"));
      Files.delete(file("index.json"));
      Files.writeString(file("index.json"), before);
      assertThat(authority.revoke("other", false, RevocationReason.SUPERSEDED).get(0).already())
          .isFalse();
    }
  }

  /** The index has it already: what cannot be kept is not handed out, and can be revoked. */
  @Test
  void issue_whenCertificateCannotBeKept_handsNothingOutButRemembers() throws Exception {
    try (AuthorityFolder authority = settings().open()) {
      Scratch.delete(file("certificates"));
      Files.writeString(file("certificates"), "a file in its place");

      assertThatExceptionOfType(SigningException.class)
          .isThrownBy(() -> issue(authority, "again"))
          .withMessageContaining("cannot be written");
      assertThat(authority.revoke("again", false, RevocationReason.SUPERSEDED)).hasSize(1);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"root.crt", "intermediate.crt"})
  void open_whenAnIssuersCertificateIsMissingOrAnothers_refuses(String name) throws Exception {
    Files.delete(file(name));
    assertRefusesToOpen(name + " is not there", "backup");

    PemFiles.writeCertificates(
        file(name), List.of(Certificates.root("Test Root").make().certificate()));
    assertRefusesToOpen(name + " is not the certificate", "backup");

    Files.writeString(file(name), "nonsense");
    assertRefusesToOpen(name, "holds no certificate");
  }

  @Test
  void open_whenAListIsDamagedOrAnothers_refuses() throws Exception {
    Path list = file("intermediate.crl");
    byte[] whole = Files.readAllBytes(list);
    Files.write(list, Arrays.copyOf(whole, whole.length / 2));
    assertRefusesToOpen("intermediate.crl is damaged");

    PemFiles.writeRevocationList(
        list,
        CertificateAuthority.root(
                "Test Plugins", KeyType.P384, Validity.starting(NOW, Duration.ofDays(10)))
            .revocationList(NOW, Duration.ofDays(1)));
    assertRefusesToOpen("intermediate.crl is damaged", "signature");
  }

  @Test
  void open_whenSomebodyElseHasIt_refusesUntilThatIsDone() throws Exception {
    try (AuthorityFolder first = settings().open()) {
      assertRefusesToOpen("in use");
      // A refused one must not free the first one's lock.
      assertRefusesToOpen("in use");
      assertThat(AuthorityFolder.list(folder, NOW)).hasSize(4);
      issue(first, "again");
    }
    settings().open().close();
  }

  /** The lock of another process, as the operating system sees it. */
  @Test
  void open_whenAnotherProcessHasIt_refuses() throws Exception {
    Process other = Jvm.of(LockHolder.class).start(file("lock"));
    try {
      assertThat(other.getInputStream().read()).isEqualTo('!');

      assertRefusesToOpen("in use");
    } finally {
      other.destroyForcibly().waitFor();
    }
    settings().open().close();
  }

  /** What the child process runs. */
  static final class LockHolder {
    public static void main(String[] args) throws Exception {
      try (java.nio.channels.FileChannel channel =
              java.nio.channels.FileChannel.open(
                  Path.of(args[0]), java.nio.file.StandardOpenOption.WRITE);
          java.nio.channels.FileLock lock = channel.lock()) {
        System.out.write('!');
        System.out.flush();
        Thread.sleep(60_000);
        lock.release();
      }
    }
  }

  @ParameterizedTest
  @CsvSource({
    ".,rwxrwx---,write",
    ".,rwx---rwx,write",
    "index.json,rw-rw----,write",
    "root.key,rw-r-----,read",
    "intermediate.key,rw----r--,read"
  })
  void open_whenOthersHaveAccess_refuses(String name, String permissions, String cause)
      throws Exception {
    Files.setPosixFilePermissions(file(name), PosixFilePermissions.fromString(permissions));

    assertRefusesToOpen("not safe to use", cause, permissions, "chmod");
  }

  @Test
  void open_whenTheFolderIsSomebodyElses_refuses() throws Exception {
    UserPrincipal nobody;
    try {
      nobody =
          folder.getFileSystem().getUserPrincipalLookupService().lookupPrincipalByName("nobody");
      Files.setOwner(folder, nobody);
    } catch (IOException e) {
      assumeTrue(false, "only root can give a folder away; foreign folders are not tested");
      return;
    }

    assertRefusesToOpen("belongs to 'nobody'", "as its owner");
  }

  private AuthoritySettings settings() {
    return AuthorityFolder.in(folder).clock(Clock.fixed(NOW, ZoneOffset.UTC)).unencrypted();
  }

  private Path file(String name) {
    return folder.resolve(name).normalize();
  }

  private void assertRefusesToOpen(String... parts) {
    assertThatExceptionOfType(SigningException.class)
        .isThrownBy(() -> settings().open().close())
        .satisfies(e -> assertThat(e.reason()).contains(parts).contains(folder.toString()));
  }

  private static NewCertificate issue(AuthorityFolder authority, String id)
      throws SigningException {
    CertificateRequest request = CertificateRequest.create(id, new SigningKey(AUTHOR.getPrivate()));
    return authority.issue(request, Set.of(id), Optional.empty());
  }

  private static boolean isOf(Path certificate, String id) {
    try {
      return InputFiles.certificates(certificate)
          .get(0)
          .getSubjectX500Principal()
          .getName()
          .equals("CN=" + id);
    } catch (SigningException e) {
      return false;
    }
  }
}

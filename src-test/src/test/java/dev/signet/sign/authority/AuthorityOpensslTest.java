package dev.signet.sign.authority;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.signet.sign.key.CertificateRequest;
import dev.signet.sign.key.KeyType;
import dev.signet.sign.key.Passphrase;
import dev.signet.sign.key.PemFiles;
import dev.signet.sign.key.PublicKeys;
import dev.signet.sign.key.SigningKey;
import dev.signet.sign.key.SigningKeys;
import dev.signet.sign.problem.SigningObjection;
import dev.signet.sign.problem.SigningRefusedException;
import dev.signet.testkit.OpenSsl;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.cert.X509CRL;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What we write, plain openssl reads; what openssl writes, we read. */
class AuthorityOpensslTest {
  @TempDir private Path temp;
  private OpenSsl openSsl;

  @BeforeEach
  void findOpenSsl() {
    openSsl = OpenSsl.in(temp);
  }

  @ParameterizedTest
  @CsvSource({
    "-newkey rsa:2048,csr,PEM",
    "-newkey rsa:3072,csr,DER",
    "-newkey ec -pkeyopt ec_paramgen_curve:P-384,csr,PEM",
    "-newkey ec -pkeyopt ec_paramgen_curve:P-384,csr,DER",
    "-newkey rsa:2048 -sigopt rsa_padding_mode:pss -sigopt rsa_pss_saltlen:-1,csr,PEM",
    "-newkey rsa:2048 -sha512 -text,csr,PEM",
  })
  void request_whenOpensslMakesIt_isRead(String key, String ending, String form) throws Exception {
    openSsl.run(
        "req -new -noenc "
            + key
            + " -keyout my.key -subj /O=Acme/CN=hello -outform "
            + form
            + " -out my."
            + ending);

    CertificateRequest request = CertificateRequest.load(temp.resolve("my." + ending));

    assertThat(request.commonName()).isEqualTo("hello");
    SigningKey author =
        SigningKeys.load(temp.resolve("my.key"), Optional.empty(), Passphrase.none());
    assertThat(request.key()).isEqualTo(PublicKeys.of(author));
  }

  @Test
  void request_whenOpensslUsesAnEncryptedKey_isOfTheSameKeyAsOurs() throws Exception {
    openSsl.run(
        "genpkey -algorithm EC -pkeyopt ec_paramgen_curve:P-384 -aes256 -pass pass:geheim"
            + " -out my.key");
    openSsl.run("req -new -key my.key -passin pass:geheim -subj /CN=hello -out my.csr");

    SigningKey key =
        SigningKeys.load(
            temp.resolve("my.key"), Optional.empty(), purpose -> "geheim".toCharArray());

    assertThat(CertificateRequest.create("hello", key).key())
        .isEqualTo(CertificateRequest.load(temp.resolve("my.csr")).key());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "-newkey rsa:1024",
        "-newkey ec -pkeyopt ec_paramgen_curve:P-256",
        "-newkey ec -pkeyopt ec_paramgen_curve:secp521r1",
        "-newkey ed25519",
        "-newkey rsa-pss"
      })
  void request_whenKeyIsOfAnotherKind_isRefused(String key) {
    openSsl.run("req -new -noenc " + key + " -keyout my.key -subj /CN=hello -out my.csr");

    assertThatExceptionOfType(SigningRefusedException.class)
        .isThrownBy(() -> CertificateRequest.load(temp.resolve("my.csr")))
        .satisfies(
            e ->
                assertThat(e.objections())
                    .extracting(SigningObjection::code)
                    .containsExactly(SigningObjection.WEAK_KEY));
  }

  @ParameterizedTest
  @EnumSource(
      value = KeyType.class,
      names = {"P384", "RSA_2048"})
  void request_whenWeMakeIt_isVerifiedByOpenssl(KeyType type) throws Exception {
    KeyPair pair = type.generate();
    PemFiles.writePrivateKey(temp.resolve("my.key"), pair.getPrivate(), "geheim ä".toCharArray());

    CertificateRequest.create("héllo", new SigningKey(pair.getPrivate()))
        .write(temp.resolve("my.csr"));

    assertThat(openSsl.run("req -verify -noout -subject -nameopt utf8 -in my.csr"))
        .contains("verify OK", "CN=héllo");
    assertThat(
            openSsl.run(
                "pkey", "-in", "my.key", "-passin", "pass:geheim ä", "-pubout", "-out", "a.pub"))
        .isNotNull();
    openSsl.run("req -in my.csr -noout -pubkey -out b.pub");
    assertThat(temp.resolve("a.pub")).hasSameTextualContentAs(temp.resolve("b.pub"));
  }

  @Test
  void authority_whenOnP384WithAnIntermediate_isVerifiedByOpenssl() throws Exception {
    NewAuthority root = new NewAuthority("Test Root", KeyType.P384, Duration.ofDays(3650));
    NewAuthority below = new NewAuthority("Test Plugins", KeyType.P384, Duration.ofDays(1000));
    try (AuthorityFolder authority =
        AuthorityFolder.in(temp.resolve("authority"))
            .unencrypted()
            .create(root, Optional.of(below))) {
      issue(authority, "first");
      lists(authority);
      verify("first", true);
      openSsl.run("pkey -in authority/root.key -noout");
      openSsl.run("crl -in intermediate.crl -CAfile authority/intermediate.crt -noout");
      openSsl.run("crl -in root.crl -CAfile authority/root.crt -noout");

      authority.revoke(temp.resolve("first.crt"), RevocationReason.KEY_COMPROMISE);
      issue(authority, "second");
      lists(authority);
      verify("first", false);
      verify("second", true);
      assertThat(openSsl.run("crl -in intermediate.crl -noout -text"))
          .contains("Key Compromise", "X509v3 CRL Number");

      authority.revoke(temp.resolve("authority/intermediate.crt"), RevocationReason.CA_COMPROMISE);
      lists(authority);
      verify("second", false);
      assertThat(openSsl.run("crl -in root.crl -noout -text")).contains("CA Compromise");
    }
  }

  /** Its key takes longest of all to make; on P-384 is the same, but for the algorithm. */
  @Tag("slow")
  @Test
  void authority_whenOnRsa_isVerifiedByOpenssl() throws Exception {
    NewAuthority root = new NewAuthority("Test Root", KeyType.RSA_4096, Duration.ofDays(3650));
    try (AuthorityFolder authority =
        AuthorityFolder.in(temp.resolve("authority"))
            .unencrypted()
            .create(root, Optional.empty())) {
      issue(authority, "first");
      lists(authority);

      verify("first", true);
      authority.revoke("first", false, RevocationReason.CESSATION_OF_OPERATION);
      lists(authority);
      verify("first", false);
    }
    assertThat(openSsl.run("x509 -in authority/root.crt -noout -text"))
        .contains("sha384WithRSAEncryption", "4096 bit", "CA:TRUE, pathlen:1");
  }

  private void issue(AuthorityFolder authority, String id) throws Exception {
    openSsl.run(
        "req -new -noenc -newkey ec -pkeyopt ec_paramgen_curve:P-384 -keyout "
            + id
            + ".key -subj /CN="
            + id
            + " -out "
            + id
            + ".csr");
    NewCertificate issued =
        authority.issue(
            CertificateRequest.load(temp.resolve(id + ".csr")), Set.of(id), Optional.empty());
    PemFiles.writeNewCertificates(temp.resolve(id + ".crt"), List.of(issued.certificate()));
    PemFiles.writeCertificates(
        temp.resolve("chain.crt"),
        issued.chain().isEmpty() ? List.of(issued.certificate()) : issued.chain());
    assertThat(openSsl.run("x509 -in " + id + ".crt -noout -serial"))
        .contains("serial=" + issued.entry().serial());
  }

  private void lists(AuthorityFolder authority) throws Exception {
    for (String issuer : authority.issuers()) {
      X509CRL list = authority.revocationList(issuer, Duration.ofDays(7));
      RevocationListFile.write(temp.resolve(issuer + ".crl"), List.of(list), false);
    }
  }

  private void verify(String id, boolean good) {
    String lists =
        temp.resolve("intermediate.crl").toFile().exists()
            ? " -CRLfile root.crl -CRLfile intermediate.crl"
            : " -CRLfile root.crl";
    String command =
        "verify -x509_strict -crl_check_all -CAfile authority/root.crt -untrusted chain.crt"
            + lists
            + " "
            + id
            + ".crt";
    if (good) {
      assertThat(openSsl.run(command)).contains(id + ".crt: OK");
    } else {
      assertThat(openSsl.fail(command)).contains("certificate revoked");
    }
  }
}

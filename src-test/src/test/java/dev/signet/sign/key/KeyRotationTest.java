package dev.signet.sign.key;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.signet.sign.authority.CertificateAuthority;
import dev.signet.sign.problem.SigningException;
import dev.signet.testkit.Certificates;
import dev.signet.testkit.PluginAuthor;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.PublicKey;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class KeyRotationTest {
  private static final KeyPair FIRST = KeyType.P384.generate();
  private static final KeyPair SECOND = Certificates.sharedRsa(0);
  private static final KeyPair THIRD = KeyType.P384.generate();

  @TempDir private Path temp;

  private static SigningKey key(KeyPair pair) {
    return new SigningKey(pair.getPrivate());
  }

  private static KeyRotation twice() throws SigningException {
    return KeyRotation.vouching("clock", key(FIRST), SECOND.getPublic())
        .thenVouching("clock", key(SECOND), THIRD.getPublic());
  }

  @Test
  void statements_whenWrittenAndRead_areTheSame() throws Exception {
    Path file = temp.resolve("clock.rotation.json");
    twice().write(file);

    KeyRotation read = KeyRotation.load(file);

    assertThat(read.proof().toJson()).isEqualTo(twiceAgain(file)).hasSize(2);
    read.requireFor("clock", THIRD.getPublic());
    assertThatExceptionOfType(FileAlreadyExistsException.class).isThrownBy(() -> read.write(file));
  }

  private static Object twiceAgain(Path file) throws SigningException {
    return KeyRotation.load(file).proof().toJson();
  }

  @Test
  void statements_whenForAnotherPluginOrKey_areNoneOfIt() throws Exception {
    KeyRotation made = twice();

    for (PublicKey other : new PublicKey[] {FIRST.getPublic(), SECOND.getPublic()}) {
      assertThatExceptionOfType(SigningException.class)
          .isThrownBy(() -> made.requireFor("clock", other))
          .withMessageContaining("do not vouch for the key")
          .withMessageContaining("signet key:rotate");
    }
    assertThatExceptionOfType(SigningException.class)
        .isThrownBy(() -> made.requireFor("disk", THIRD.getPublic()));
    assertThatExceptionOfType(SigningException.class)
        .isThrownBy(() -> made.thenVouching("clock", key(FIRST), SECOND.getPublic()));
    assertThatExceptionOfType(SigningException.class)
        .isThrownBy(() -> made.thenVouching("disk", key(THIRD), FIRST.getPublic()));
  }

  @Test
  void key_whenItIsTheOldOneOrWeak_isNotVouchedFor() throws Exception {
    assertThatExceptionOfType(SigningException.class)
        .isThrownBy(() -> KeyRotation.vouching("clock", key(FIRST), FIRST.getPublic()))
        .withMessageContaining("The new key is the old one");
    java.security.KeyPairGenerator weak = java.security.KeyPairGenerator.getInstance("RSA");
    weak.initialize(1024);
    KeyPair small = weak.generateKeyPair();
    assertThatExceptionOfType(SigningException.class)
        .isThrownBy(() -> KeyRotation.vouching("clock", key(FIRST), small.getPublic()))
        .withMessageContaining("The new key");
    assertThatExceptionOfType(SigningException.class)
        .isThrownBy(() -> KeyRotation.vouching("clock", key(small), FIRST.getPublic()))
        .withMessageContaining("The old key");
  }

  @Test
  void newKey_isThatOfARequestOrACertificate() throws Exception {
    CertificateAuthority authority = PluginAuthor.authority("Root");
    PluginAuthor author = PluginAuthor.of("clock", authority);
    Path request = temp.resolve("clock.csr");
    CertificateRequest.create("clock", key(FIRST)).write(request);
    Path certificate = temp.resolve("clock.crt");
    Files.writeString(certificate, PemFiles.text(author.certificate()));

    assertThat(KeyRotation.newKey(request))
        .isEqualTo(new KeyRotation.NewKey("clock", FIRST.getPublic()));
    assertThat(KeyRotation.newKey(certificate))
        .isEqualTo(new KeyRotation.NewKey("clock", author.certificate().getPublicKey()));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "{}", "[]", "null", "{\"rotation\":[]}", "{\"rotation\":[{}]}", "no json"})
  void file_whenItHoldsNoStatements_isRefused(String content) throws Exception {
    Path file = Files.writeString(temp.resolve("file"), content);

    assertThatExceptionOfType(SigningException.class)
        .isThrownBy(() -> KeyRotation.load(file))
        .withMessageContaining(file.toString())
        .withMessageContaining("signet key:rotate");
    assertThatExceptionOfType(SigningException.class).isThrownBy(() -> KeyRotation.newKey(file));
  }
}

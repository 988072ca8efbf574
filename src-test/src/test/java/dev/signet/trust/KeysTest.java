package dev.signet.trust;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signet.testkit.Certificates;
import java.math.BigInteger;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.MessageDigest;
import java.security.PublicKey;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.RSAPublicKeySpec;
import java.util.HexFormat;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class KeysTest {

  private static KeyPair rsa;

  @BeforeAll
  static void makeKey() {
    rsa = Certificates.rsa(2048);
  }

  @Test
  void usualKeys_areStrong() {
    assertThat(Keys.weakness(rsa.getPublic())).isEmpty();
    assertThat(Keys.weakness(Certificates.p384().getPublic())).isEmpty();
  }

  @Test
  void otherSizesAndCurves_areNot() {
    assertThat(Keys.weakness(Certificates.rsa(512).getPublic()).orElseThrow()).contains("512");
    assertThat(Keys.weakness(Certificates.rsa(1024).getPublic()).orElseThrow()).contains("1024");
    assertThat(Keys.weakness(Certificates.curve("secp256r1").getPublic())).isPresent();
    assertThat(Keys.weakness(Certificates.curve("secp521r1").getPublic())).isPresent();
  }

  @Test
  void otherKinds_areNot() throws Exception {
    PublicKey key = KeyPairGenerator.getInstance("Ed25519").generateKeyPair().getPublic();

    assertThat(Keys.weakness(key).orElseThrow()).contains("neither RSA nor P-384");
    assertThat(Keys.isAffordable(key)).isFalse();
  }

  @Test
  void exponentOfOne_isNot() throws Exception {
    assertThat(Keys.weakness(withExponent(BigInteger.valueOf(4)))).isPresent();
    assertThat(Keys.weakness(withExponent(BigInteger.valueOf(3)))).isEmpty();
  }

  @Test
  void hugeNumbers_areNotEvenTried() throws Exception {
    PublicKey huge =
        KeyFactory.getInstance("RSA")
            .generatePublic(
                new RSAPublicKeySpec(
                    BigInteger.ONE.shiftLeft(16_000).setBit(0), BigInteger.valueOf(65_537)));

    assertThat(Keys.isAffordable(huge)).isFalse();
    assertThat(Keys.weakness(huge)).isPresent();
    assertThat(Keys.isAffordable(withExponent(BigInteger.ONE.shiftLeft(70).setBit(0)))).isFalse();
  }

  @Test
  void id_isTheDigestOfTheKeyInfo() throws Exception {
    byte[] digest = MessageDigest.getInstance("SHA-256").digest(rsa.getPublic().getEncoded());

    assertThat(Keys.id(rsa.getPublic())).isEqualTo(HexFormat.of().formatHex(digest));
  }

  private static PublicKey withExponent(BigInteger exponent) throws Exception {
    return KeyFactory.getInstance("RSA")
        .generatePublic(
            new RSAPublicKeySpec(((RSAPublicKey) rsa.getPublic()).getModulus(), exponent));
  }
}

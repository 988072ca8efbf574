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

class KeyRulesTest {

  private static KeyPair rsa;

  @BeforeAll
  static void makeKey() {
    rsa = Certificates.sharedRsa(0);
  }

  @Test
  void usualKeys_areStrong() {
    assertThat(KeyRules.weakness(rsa.getPublic())).isEmpty();
    assertThat(KeyRules.weakness(Certificates.p384().getPublic())).isEmpty();
  }

  @Test
  void otherSizesAndCurves_areNot() {
    assertThat(KeyRules.weakness(Certificates.rsa(512).getPublic()).orElseThrow()).contains("512");
    assertThat(KeyRules.weakness(Certificates.rsa(1024).getPublic()).orElseThrow())
        .contains("1024");
    assertThat(KeyRules.weakness(Certificates.curve("secp256r1").getPublic())).isPresent();
    assertThat(KeyRules.weakness(Certificates.curve("secp521r1").getPublic())).isPresent();
  }

  @Test
  void otherKinds_areNot() throws Exception {
    PublicKey key = KeyPairGenerator.getInstance("Ed25519").generateKeyPair().getPublic();

    assertThat(KeyRules.weakness(key).orElseThrow()).contains("neither RSA nor P-384");
    assertThat(KeyRules.isAffordable(key)).isFalse();
  }

  @Test
  void exponentOfOne_isNot() throws Exception {
    assertThat(KeyRules.weakness(withExponent(BigInteger.valueOf(4)))).isPresent();
    assertThat(KeyRules.weakness(withExponent(BigInteger.valueOf(3)))).isEmpty();
  }

  @Test
  void hugeNumbers_areNotEvenTried() throws Exception {
    PublicKey huge =
        KeyFactory.getInstance("RSA")
            .generatePublic(
                new RSAPublicKeySpec(
                    BigInteger.ONE.shiftLeft(16_000).setBit(0), BigInteger.valueOf(65_537)));

    assertThat(KeyRules.isAffordable(huge)).isFalse();
    assertThat(KeyRules.weakness(huge)).isPresent();
    assertThat(KeyRules.isAffordable(withExponent(BigInteger.ONE.shiftLeft(70).setBit(0))))
        .isFalse();
  }

  @Test
  void id_isTheDigestOfTheKeyInfo() throws Exception {
    byte[] digest = MessageDigest.getInstance("SHA-256").digest(rsa.getPublic().getEncoded());

    assertThat(KeyRules.id(rsa.getPublic())).isEqualTo(HexFormat.of().formatHex(digest));
  }

  private static PublicKey withExponent(BigInteger exponent) throws Exception {
    return KeyFactory.getInstance("RSA")
        .generatePublic(
            new RSAPublicKeySpec(((RSAPublicKey) rsa.getPublic()).getModulus(), exponent));
  }
}

package dev.signet.sign.key;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.RSAPublicKey;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class KeyTypeTest {
  /** The larger ones take seconds to make. */
  @ParameterizedTest
  @EnumSource(names = {"P384", "RSA_2048"})
  void generate_makesKeysOfItsSizeThatSignAsItSays(KeyType type) throws Exception {
    KeyPair keys = type.generate();

    assertThat(bits(keys)).isEqualTo(type == KeyType.P384 ? 384 : 2048);
    Signature signature = Signature.getInstance(type.certificateSignature(), type.provider());
    signature.initSign(keys.getPrivate());
    signature.update((byte) 1);
    byte[] signed = signature.sign();
    signature.initVerify(keys.getPublic());
    signature.update((byte) 1);
    assertThat(signature.verify(signed)).isTrue();
    assertThat(KeyType.of(keys.getPublic()).certificateSignature())
        .isEqualTo(type.certificateSignature());
  }

  private static int bits(KeyPair keys) {
    return keys.getPublic() instanceof ECPublicKey curve
        ? curve.getParams().getCurve().getField().getFieldSize()
        : ((RSAPublicKey) keys.getPublic()).getModulus().bitLength();
  }

  @ParameterizedTest
  @CsvSource({"P384,true", "RSA_4096,true", "RSA_3072,false", "RSA_2048,false"})
  void fitsAuthority_whenTheKeyLastsLongEnough_isTrue(KeyType type, boolean fits) {
    assertThat(type.fitsAuthority()).isEqualTo(fits);
  }

  @Test
  void of_whenTheKeyIsOfNeitherKind_namesIts() throws Exception {
    KeyPair other = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();

    assertThatExceptionOfType(GeneralSecurityException.class)
        .isThrownBy(() -> KeyType.of(other.getPublic()))
        .withMessageContaining(other.getPublic().getAlgorithm());
  }
}

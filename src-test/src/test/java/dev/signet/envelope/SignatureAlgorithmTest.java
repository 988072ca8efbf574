package dev.signet.envelope;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.signet.testkit.Certificates;
import java.math.BigInteger;
import java.security.InvalidKeyException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PublicKey;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.RSAPublicKeySpec;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class SignatureAlgorithmTest {
  private static final byte[] BYTES = "content".getBytes(UTF_8);
  private static final KeyPair RSA = Certificates.sharedRsa(0);
  private static final KeyPair P384 = Certificates.p384();
  private static final BigInteger N =
      new BigInteger(
          "3940200619639447921227904010014361380507973927046544666794"
              + "6905279627659399113263569398956308152294913554433653942643");

  @ParameterizedTest
  @EnumSource
  void signature_whenMade_isRightForItsBytesOnly(SignatureAlgorithm algorithm) throws Exception {
    KeyPair keys = keys(algorithm);
    byte[] signature = algorithm.sign(keys.getPrivate(), BYTES);

    assertThat(algorithm.verify(keys.getPublic(), BYTES, signature)).isTrue();
    assertThat(algorithm.verify(keys.getPublic(), new byte[0], signature)).isFalse();
    assertThat(algorithm.fits(keys.getPublic())).isTrue();
  }

  @ParameterizedTest
  @EnumSource
  void signature_whenLengthIsWrong_isFalse(SignatureAlgorithm algorithm) throws Exception {
    KeyPair keys = keys(algorithm);
    byte[] signature = algorithm.sign(keys.getPrivate(), BYTES);

    for (int length = 0; length < signature.length; length++) {
      assertThat(algorithm.verify(keys.getPublic(), BYTES, Arrays.copyOf(signature, length)))
          .isFalse();
    }
    assertThat(
            algorithm.verify(
                keys.getPublic(), BYTES, Arrays.copyOf(signature, signature.length + 1)))
        .isFalse();
    assertThat(algorithm.verify(keys.getPublic(), BYTES, new byte[1 << 20])).isFalse();
  }

  @Test
  void rsa_whenSaltIsNone_isDeterministicInVersion1Only() throws Exception {
    SignatureAlgorithm legacy = SignatureAlgorithm.RSA_PSS_SHA1;
    SignatureAlgorithm current = SignatureAlgorithm.RSA_PSS_SHA384;

    assertThat(legacy.sign(RSA.getPrivate(), BYTES))
        .isEqualTo(legacy.sign(RSA.getPrivate(), BYTES));
    assertThat(current.sign(RSA.getPrivate(), BYTES))
        .isNotEqualTo(current.sign(RSA.getPrivate(), BYTES));
    assertThat(current.verify(RSA.getPublic(), BYTES, legacy.sign(RSA.getPrivate(), BYTES)))
        .isFalse();
  }

  @ParameterizedTest
  @EnumSource
  void key_whenItIsOfAnotherKind_neverFits(SignatureAlgorithm algorithm) throws Exception {
    KeyPairGenerator ed = KeyPairGenerator.getInstance("Ed25519", "SunEC");
    KeyPair other = algorithm == SignatureAlgorithm.ECDSA_P384_SHA384 ? RSA : P384;
    for (KeyPair pair :
        new KeyPair[] {other, Certificates.curve("secp256r1"), ed.generateKeyPair()}) {
      assertThat(algorithm.fits(pair.getPublic())).isFalse();
      assertThat(algorithm.verify(pair.getPublic(), BYTES, new byte[256])).isFalse();
      assertThatExceptionOfType(InvalidKeyException.class)
          .isThrownBy(() -> algorithm.sign(pair.getPrivate(), BYTES));
    }
  }

  @Test
  void rsa_whenKeyIsTooSmallForTheDigest_isFalse() {
    KeyPair small = Certificates.rsa(512);

    assertThat(SignatureAlgorithm.RSA_PSS_SHA384.verify(small.getPublic(), BYTES, new byte[64]))
        .isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {"1", "2", "65536", "18446744073709551617"})
  void rsa_whenExponentIsNotSound_isFalse(String exponent) throws Exception {
    BigInteger modulus = ((RSAPublicKey) RSA.getPublic()).getModulus();
    PublicKey key;
    try {
      key =
          KeyFactory.getInstance("RSA", "SunRsaSign")
              .generatePublic(new RSAPublicKeySpec(modulus, new BigInteger(exponent)));
    } catch (java.security.spec.InvalidKeySpecException e) {
      assertThat(exponent).as("refused by the JDK itself").isIn("1", "2");
      return;
    }

    byte[] signature = new byte[256];
    signature[255] = 1;
    assertThat(SignatureAlgorithm.RSA_PSS_SHA1.verify(key, BYTES, signature)).isFalse();
  }

  @Test
  void ecdsa_whenValuesAreOutOfRange_isFalse() {
    BigInteger one = BigInteger.ONE;
    for (BigInteger bad :
        new BigInteger[] {BigInteger.ZERO, N, N.add(one), one.negate(), one.shiftLeft(390)}) {
      assertThat(EcdsaP384.isCanonical(der(bad, one))).isFalse();
      assertThat(EcdsaP384.isCanonical(der(one, bad))).isFalse();
      assertThat(
              SignatureAlgorithm.ECDSA_P384_SHA384.verify(P384.getPublic(), BYTES, der(bad, bad)))
          .isFalse();
    }
    assertThat(EcdsaP384.isCanonical(der(one, one))).isTrue();
    assertThat(EcdsaP384.isCanonical(der(N.subtract(one), N.subtract(one)))).isTrue();
  }

  @Test
  void ecdsa_whenEncodingIsNotDer_isFalse() {
    byte[] good = {0x30, 6, 2, 1, 1, 2, 1, 1};
    assertThat(EcdsaP384.isCanonical(good)).isTrue();
    for (byte[] bad :
        new byte[][] {
          {0x30, 7, 2, 2, 0, 1, 2, 1, 1},
          {0x30, (byte) 0x81, 6, 2, 1, 1, 2, 1, 1},
          {0x30, 6, 2, 1, 1, 2, 1, 1, 0},
          {0x30, 7, 2, 1, 1, 2, 1, 1, 0},
          {0x31, 6, 2, 1, 1, 2, 1, 1},
          {0x30, 6, 3, 1, 1, 2, 1, 1},
          {0x30, 6, 2, 1, 1, 3, 1, 1},
          {0x30, 6, 2, 0, 2, 2, 1, 1},
          {0x30, 6, 2, 2, 1, 1, 2, 0},
          {0x30, 6, 2, (byte) 0xff, 1, 2, 1, 1},
          {0x30, 6, 2, 3, 1, 2, 1, 1}
        }) {
      assertThat(EcdsaP384.isCanonical(bad)).as(Arrays.toString(bad)).isFalse();
    }
  }

  @Test
  void ecdsa_whenAnyByteIsChanged_neverThrows() throws Exception {
    SignatureAlgorithm algorithm = SignatureAlgorithm.ECDSA_P384_SHA384;
    byte[] signature = algorithm.sign(P384.getPrivate(), BYTES);
    for (int i = 0; i < signature.length; i++) {
      for (int change : new int[] {1, 0x80, 0xff}) {
        byte[] changed = signature.clone();
        changed[i] ^= (byte) change;
        assertThat(algorithm.verify(P384.getPublic(), BYTES, changed)).isFalse();
      }
    }
  }

  @Test
  void id_whenKnown_leadsBack() {
    for (SignatureAlgorithm algorithm : SignatureAlgorithm.values()) {
      assertThat(SignatureAlgorithm.ofId(algorithm.id())).contains(algorithm);
    }
    assertThat(SignatureAlgorithm.ofId("RSA-PSS-SHA1")).isEmpty();
  }

  private static KeyPair keys(SignatureAlgorithm algorithm) {
    return algorithm == SignatureAlgorithm.ECDSA_P384_SHA384 ? P384 : RSA;
  }

  private static byte[] der(BigInteger r, BigInteger s) {
    byte[] rBytes = r.toByteArray();
    byte[] sBytes = s.toByteArray();
    byte[] out = new byte[6 + rBytes.length + sBytes.length];
    out[0] = 0x30;
    out[1] = (byte) (out.length - 2);
    out[2] = 2;
    out[3] = (byte) rBytes.length;
    System.arraycopy(rBytes, 0, out, 4, rBytes.length);
    out[4 + rBytes.length] = 2;
    out[5 + rBytes.length] = (byte) sBytes.length;
    System.arraycopy(sBytes, 0, out, 6 + rBytes.length, sBytes.length);
    return out;
  }
}

package dev.signet.trust.path;

import static dev.signet.testkit.Certificates.NOW;
import static org.assertj.core.api.Assertions.assertThat;

import dev.signet.envelope.SignatureAlgorithm;
import dev.signet.testkit.Certificates;
import dev.signet.testkit.Certificates.Issued;
import dev.signet.trust.AnchorProfile;
import dev.signet.trust.TrustAnchor;
import dev.signet.trust.TrustStore;
import java.security.KeyPair;
import java.security.PrivateKey;
import java.security.Provider;
import java.security.PublicKey;
import java.security.Security;
import java.security.SignatureSpi;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class PkixCheckTest {

  /** Keys of the path's certificates. */
  enum Keys {
    P384 {
      @Override
      KeyPair make() {
        return Certificates.p384();
      }
    },
    RSA {
      @Override
      KeyPair make() {
        return Certificates.rsa(2048);
      }
    };

    abstract KeyPair make();
  }

  @ParameterizedTest
  @EnumSource
  void path_whenAHostsProviderFindsEverySignatureWrong_isTrustedAndThatOneNotAsked(Keys keys) {
    Issued root = Certificates.root("Root").keys(keys.make()).make();
    Issued intermediate = Certificates.intermediate("Issuing", root).keys(keys.make()).make();
    Issued leaf = Certificates.leaf("demo", intermediate).make();
    Refusing provider = new Refusing();
    Security.insertProviderAt(provider, 1);
    try {
      assertThat(validate(root, leaf, intermediate).findings()).isEmpty();
      assertThat(provider.asked).hasValue(0);
    } finally {
      Security.removeProvider(provider.getName());
    }
  }

  @Test
  void path_whenItsKeysAreOfTwoKinds_isTrusted() {
    Issued root = Certificates.root("Root").keys(Keys.RSA.make()).make();
    Issued intermediate = Certificates.intermediate("Issuing", root).make();
    Issued leaf = Certificates.leaf("demo", intermediate).make();
    assertThat(validate(root, leaf, intermediate).isTrusted()).isTrue();
  }

  /** What a certificate remembers belongs to one key. */
  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void certificate_whenAnotherAuthorityOfTheSameNameIsAskedFor_isNotTrusted(boolean rightFirst) {
    Issued right = Certificates.root("Root").make();
    Issued wrong = Certificates.root("Root").make();
    Issued leaf = Certificates.leaf("demo", right).make();
    for (int round = 0; round < 4; round++) {
      boolean isRight = (round % 2 == 0) == rightFirst;
      assertThat(validate(isRight ? right : wrong, leaf).isTrusted()).isEqualTo(isRight);
    }
  }

  private static ChainValidator.Result validate(Issued root, Issued leaf, Issued... sent) {
    TrustStore trust =
        TrustStore.builder()
            .anchor(new TrustAnchor(root.certificate(), AnchorProfile.STANDARD))
            .build();
    return new ChainValidator(trust)
        .validate(
            leaf.certificate(),
            List.of(sent).stream().map(Issued::certificate).toList(),
            SignatureAlgorithm.ECDSA_P384_SHA384,
            NOW);
  }

  /** A provider that a host may have put first. */
  private static final class Refusing extends Provider {
    private static final long serialVersionUID = 1L;
    private final transient AtomicInteger asked = new AtomicInteger();

    Refusing() {
      super("Refusing", "1", "finds every signature wrong");
      for (String hash : List.of("SHA256", "SHA384", "SHA512")) {
        for (String key : List.of("ECDSA", "RSA")) {
          putService(
              new Service(
                  this,
                  "Signature",
                  hash + "with" + key,
                  RefusingSignature.class.getName(),
                  null,
                  null) {
                @Override
                public Object newInstance(Object parameter) {
                  asked.incrementAndGet();
                  return new RefusingSignature();
                }
              });
        }
      }
    }
  }

  private static final class RefusingSignature extends SignatureSpi {
    @Override
    protected void engineInitVerify(PublicKey key) {}

    @Override
    protected void engineInitSign(PrivateKey key) {
      throw new UnsupportedOperationException();
    }

    @Override
    protected void engineUpdate(byte oneByte) {}

    @Override
    protected void engineUpdate(byte[] bytes, int offset, int length) {}

    @Override
    protected byte[] engineSign() {
      throw new UnsupportedOperationException();
    }

    @Override
    protected boolean engineVerify(byte[] signature) {
      return false;
    }

    @Override
    @Deprecated
    protected void engineSetParameter(String name, Object value) {}

    @Override
    @Deprecated
    protected Object engineGetParameter(String name) {
      throw new UnsupportedOperationException(name);
    }
  }
}

package dev.signet.sign.key;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

import dev.signet.testkit.Certificates;
import java.security.cert.X509Certificate;
import java.security.interfaces.ECPrivateKey;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

@SuppressWarnings("NullAway") // what callers must not pass is passed
class SigningKeyTest {
  private static final Certificates.Issued ROOT = Certificates.root("Root").make();

  @Test
  void toString_tellsTheAlgorithmAndNothingOfTheKey() {
    ECPrivateKey key = (ECPrivateKey) Certificates.p384().getPrivate();

    assertThat(new SigningKey(key).toString()).isEqualTo("SigningKey[EC]");
  }

  @Test
  void key_whenItCameAlone_hasNeitherCertificatesNorProvider() {
    SigningKey key = new SigningKey(Certificates.p384().getPrivate());

    assertThat(key.certificates()).isEmpty();
    assertThat(key.provider()).isEmpty();
  }

  @Test
  void certificates_whenTheListIsChangedLater_stayAsTheyWere() {
    List<X509Certificate> certificates = new ArrayList<>(List.of(ROOT.certificate()));
    SigningKey key =
        new SigningKey(Certificates.p384().getPrivate(), certificates, Optional.empty());
    certificates.clear();

    assertThat(key.certificates()).containsExactly(ROOT.certificate()).isUnmodifiable();
  }

  @Test
  void key_whenThereIsNone_isNotMade() {
    assertThatNullPointerException()
        .isThrownBy(() -> new SigningKey(null))
        .withMessage("privateKey");
  }
}

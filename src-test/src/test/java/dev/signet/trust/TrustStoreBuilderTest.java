package dev.signet.trust;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.signet.testkit.Certificates;
import dev.signet.testkit.Certificates.Issued;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TrustStoreBuilderTest {
  private static Issued root;
  private static Issued intermediate;

  @BeforeAll
  static void makeCertificates() {
    root = Certificates.root("Root").make();
    intermediate = Certificates.intermediate("Issuing", root).make();
  }

  @Test
  void emptyStore_isRefused() {
    assertThatIllegalStateException()
        .isThrownBy(() -> TrustStore.builder().build())
        .withMessageContaining("no trust anchor");
  }

  @Test
  void store_doesNotChangeWithItsBuilder() {
    TrustStoreBuilder builder = builder();
    TrustStore trust = builder.build();
    String before = trust.fingerprint();

    builder.intermediate(intermediate.certificate()).revokeManifest("ab".repeat(64));

    assertThat(trust.fingerprint()).isEqualTo(before);
    assertThat(trust.intermediates()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "A", "g", "aa", "\n", "a\n", "\u0660"})
  void digest_whenItIsNoneInLowerCaseHex_isRefused(String end) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> builder().revokeKey("a".repeat(63) + end))
        .withMessageContaining("sha256Hex");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> builder().revokeManifest("a".repeat(127) + end))
        .withMessageContaining("sha512Hex");
  }

  private static TrustStoreBuilder builder() {
    return TrustStore.builder().anchor(new TrustAnchor(root.certificate(), AnchorProfile.STANDARD));
  }
}

package dev.signet.trust;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.signet.envelope.SignatureAlgorithm;
import dev.signet.testkit.Certificates;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class TrustAnchorTest {
  private static final X509Certificate ROOT = Certificates.root("Root").make().certificate();
  private static final Optional<Instant> END = Optional.of(Instant.parse("2027-01-01T00:00:00Z"));

  @Test
  void anchor_whenItsProfileNeverAllowsTheOldAlgorithm_hasNoEndToSet() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new TrustAnchor(ROOT, AnchorProfile.STANDARD, END))
        .withMessageContaining("legacyUntil");
  }

  @ParameterizedTest
  @EnumSource
  void anchor_whenNoEndIsGiven_hasNone(AnchorProfile profile) {
    assertThat(new TrustAnchor(ROOT, profile))
        .isEqualTo(new TrustAnchor(ROOT, profile, Optional.empty()));
  }

  @Test
  void equals_whenAnyPartDiffers_isFalse() {
    TrustAnchor anchor = new TrustAnchor(ROOT, AnchorProfile.NEXTCLOUD, END);

    assertThat(anchor)
        .isEqualTo(new TrustAnchor(ROOT, AnchorProfile.NEXTCLOUD, END))
        .hasSameHashCodeAs(new TrustAnchor(ROOT, AnchorProfile.NEXTCLOUD, END))
        .isNotEqualTo(new TrustAnchor(ROOT, AnchorProfile.NEXTCLOUD))
        .isNotEqualTo(new TrustAnchor(ROOT, AnchorProfile.OWNCLOUD, END))
        .isNotEqualTo(
            new TrustAnchor(
                Certificates.root("Root").make().certificate(), AnchorProfile.NEXTCLOUD, END))
        .isNotEqualTo(null);
  }

  /** Only ownCloud's profile has rules that go by the algorithm. */
  @ParameterizedTest
  @EnumSource(names = {"STANDARD", "NEXTCLOUD"})
  void judging_whenTheProfileHasOneSetOfRules_isTheAnchorItself(AnchorProfile profile) {
    TrustAnchor anchor = new TrustAnchor(ROOT, profile);

    for (SignatureAlgorithm algorithm : SignatureAlgorithm.values()) {
      assertThat(anchor.judging(algorithm)).isSameAs(anchor);
    }
  }

  @ParameterizedTest
  @EnumSource
  void judging_whenTheProfileIsOwnclouds_goesByTheAlgorithm(SignatureAlgorithm algorithm) {
    TrustAnchor judging = new TrustAnchor(ROOT, AnchorProfile.OWNCLOUD, END).judging(algorithm);

    boolean old = algorithm == SignatureAlgorithm.RSA_PSS_SHA1;
    assertThat(judging)
        .isEqualTo(
            old
                ? new TrustAnchor(ROOT, AnchorProfile.NEXTCLOUD, END)
                : new TrustAnchor(ROOT, AnchorProfile.STANDARD));
  }
}

package dev.signet.sign.authority;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Locale;
import org.bouncycastle.asn1.x509.CRLReason;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class RevocationReasonTest {
  @ParameterizedTest
  @EnumSource
  void reason_whenReadInAnyCase_isItselfAndHasTheNumberOfTheStandard(RevocationReason reason) {
    assertThat(RevocationReason.of(reason.text())).contains(reason);
    assertThat(RevocationReason.of(reason.text().toUpperCase(Locale.ROOT))).contains(reason);
    assertThat(CRLReason.lookup(reason.code()).toString())
        .isEqualToIgnoringCase("CRLReason: " + reason.text());
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "key compromise", "removeFromCRL", "certificateHold", "1"})
  void text_whenItIsNoReasonForGood_isNone(String text) {
    assertThat(RevocationReason.of(text)).isEmpty();
  }
}

package dev.signet.trust.path;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signet.testkit.Certificates;
import dev.signet.verdict.Audience;
import dev.signet.verdict.Finding;
import java.security.cert.X509Certificate;
import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ValidityCheckTest {
  private static final X509Certificate CERTIFICATE = Certificates.root("Root").make().certificate();

  @ParameterizedTest
  @EnumSource(Audience.class)
  void check_whenNotValidYet_speaksOfTheClockAndNotOfExpiry(Audience reader) {
    Finding early =
        ValidityCheck.check(
                CERTIFICATE, CERTIFICATE.getNotBefore().toInstant().minus(Duration.ofSeconds(1)))
            .orElseThrow();
    Finding late =
        ValidityCheck.check(
                CERTIFICATE, CERTIFICATE.getNotAfter().toInstant().plus(Duration.ofSeconds(1)))
            .orElseThrow();

    assertThat(early.detail()).contains("is not valid yet");
    assertThat(early.remedy(reader)).contains("clock").isNotEqualTo(late.remedy(reader));
    assertThat(late.detail()).contains("ran out");
  }
}

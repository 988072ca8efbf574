package dev.signet.sign.authority;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Locale;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CertificateStatusTest {
  /** Scripts read it; in Turkish, an I in lower case is another letter. */
  @ParameterizedTest
  @CsvSource({"VALID,valid", "EXPIRED,expired", "REVOKED,revoked"})
  void textInWhateverLanguage_isTheSameWord(CertificateStatus status, String text) {
    Locale before = Locale.getDefault();
    try {
      Locale.setDefault(Locale.forLanguageTag("tr"));
      assertThat(status.text()).isEqualTo(text);
    } finally {
      Locale.setDefault(before);
    }
  }
}

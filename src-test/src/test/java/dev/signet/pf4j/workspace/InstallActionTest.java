package dev.signet.pf4j.workspace;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Locale;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class InstallActionTest {
  /** In Turkish, an I in lower case is another letter. */
  @ParameterizedTest
  @CsvSource({"INSTALL,install", "UPDATE,update", "REPAIR,repair", "UNINSTALL,uninstall"})
  void wordInWhateverLanguage_isTheSameVerb(InstallAction action, String word) {
    Locale before = Locale.getDefault();
    try {
      Locale.setDefault(Locale.forLanguageTag("tr"));
      assertThat(action.word()).isEqualTo(word);
    } finally {
      Locale.setDefault(before);
    }
  }
}

package dev.signet.trust;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.signet.verdict.Finding;
import dev.signet.verdict.Reason;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ScopeTest {

  @Test
  void sameName_maySign() {
    assertThat(new Scope("calendar", false).check("calendar")).isEmpty();
    assertThat(new Scope(Scope.CORE, false).check("core")).isEmpty();
    assertThat(new Scope("grüße", false).check("grüße")).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Calendar",
        "calendar ",
        " calendar",
        "calendar\u0000",
        "cal\u0435ndar",
        "calendars",
        "core",
        "calendar\n",
        "*"
      })
  void anyOtherName_mayNotSign(String commonName) {
    Finding finding = new Scope("calendar", false).check(commonName).orElseThrow();

    assertThat(finding.reason()).isEqualTo(Reason.SCOPE_MISMATCH);
    assertThat(finding.isProblem()).isTrue();
    assertThat(finding.expected()).isEqualTo("calendar");
    assertThat(finding.current()).isEqualTo(commonName);
    assertThat(
            String.format(
                java.util.Locale.ROOT,
                finding.reason().originalMessage(),
                finding.expected(),
                finding.current()))
        .isEqualTo(
            "Certificate is not valid for required scope. (Requested: calendar, current: CN="
                + commonName
                + ")");
  }

  @Test
  void unicodeForms_areDifferentNames() {
    assertThat(new Scope("gr\u00fc\u00dfe", false).check("gru\u0308\u00dfe")).isPresent();
  }

  @Test
  void core_vouchesForPluginsOnlyWhenTheHostAsks() {
    assertThat(new Scope("calendar", false).check("core").orElseThrow().detail())
        .contains("reserved");
    assertThat(new Scope("calendar", true).check("core")).isEmpty();
    assertThat(new Scope("calendar", true).check("calendar")).isEmpty();
    assertThat(new Scope("calendar", true).check("contacts")).isPresent();
    assertThat(new Scope("calendar", true).check("Core")).isPresent();
  }

  @Test
  void plugin_neverVouchesForCore() {
    assertThat(new Scope(Scope.CORE, false).check("calendar")).isPresent();
    assertThat(new Scope(Scope.CORE, true).check("calendar")).isPresent();
    assertThat(new Scope(Scope.CORE, false).check("Core")).isPresent();
  }

  @Test
  void scopeOfNothing_isRefused() {
    assertThatIllegalArgumentException().isThrownBy(() -> new Scope("", false));
  }
}

package dev.signet.bundle.descriptor;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.pf4j.DefaultVersionManager;

/** What is called unreadable is what PF4J's own rules cannot read, and nothing else. */
class VersionTextTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "1.0.0",
        "0.0.0",
        "1.0.0-SNAPSHOT",
        "1.2.3-rc.1",
        "1.2.3+build.7",
        "1.2.3-rc.1+b",
        "1.0",
        "1",
        "",
        "v1.0.0",
        "01.0.0",
        "1.0.0.RELEASE",
        "1.0.0.0",
        "${project.version}",
        "one",
        " 1.0.0"
      })
  void version_whenAsked_isReadableExactlyWhenPf4jReadsIt(String version) {
    assertThat(VersionText.versionProblem(version).isEmpty())
        .isEqualTo(pf4jReads(version, ">=0.0.1"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "*",
        "1.0",
        "1",
        "1.0.0",
        "1.x",
        "1.2.x",
        "1.*",
        ">=1.0",
        ">=1.0.0",
        ">1",
        "<2",
        "<=2.0",
        "=1.0.0",
        "!=1.0.0",
        "~1.2",
        "^1.0",
        "1.0 - 2.0",
        ">=1.0.0 & <2.0.0",
        "1.0 | 2.0",
        "!(1.0)",
        "(>=1.0 & <2.0) | 3.x",
        "[1.0,2.0)",
        "[1.0]",
        "(,2.0]",
        "[1.0,)",
        ">=1.0.0 <2.0.0",
        ">=1.0.0, <2.0.0",
        "1.0.0-SNAPSHOT",
        ">=1.0.0-0",
        "=v1.0",
        "latest",
        "1.0+",
        "rubbish!!",
        "01.0.0",
        "1.0.0.0",
        ">= 1.0",
        "1.0)",
        "(1.0"
      })
  void range_whenAsked_isReadableExactlyWhenPf4jReadsIt(String range) {
    assertThat(VersionText.rangeProblem(range).isEmpty()).isEqualTo(pf4jReads("1.0.0", range));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "[1.0,2.0);>=1.0 & <2.0",
        "(1.0,2.0];>1.0 & <=2.0",
        "[1.0.0, 2.0.0);>=1.0.0 & <2.0.0",
        "[1.0,);>=1.0",
        "(,2.0);<2.0",
        "[1.5];1.5",
        "latest;>=1.0.0 & <2.0.0"
      })
  void range_whenUnreadable_isNamedWithOneThatCanBeRead(String range, String suggestion) {
    assertThat(VersionText.rangeProblem(range).orElseThrow())
        .contains("'" + range + "'", suggestion);
    assertThat(VersionText.rangeProblem(suggestion)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "[1.0;a@[1.0,2.0);[1.0,2.0)", "(1.0;b, a@(1.0,],c;(1.0,]", "[1.0;a@[1.0,b@1.0;[1.0",
        ">=1.0;a@>=1.0,b;>=1.0", "[1.0;a@[1.0;[1.0", "[1.0;b@[1.0, a@[1.0,2.0);[1.0"
      })
  void wholeRange_whenPf4jSplitsItAtItsComma_isAsItWasWritten(
      String range, String dependencies, String whole) {
    assertThat(VersionText.wholeRange(range, dependencies)).isEqualTo(whole);
  }

  @ParameterizedTest
  @CsvSource({"1.0,1.0.0", "1,1.0.0", "v1.2,1.2.0", "1.0.0.RELEASE,1.0.0 or 1.0.0-rc.1"})
  void version_whenUnreadable_isNamedWithOneThatCanBeRead(String version, String suggestion) {
    assertThat(VersionText.versionProblem(version).orElseThrow())
        .contains("'" + version + "'")
        .endsWith(suggestion);
  }

  @ParameterizedTest
  @CsvSource({"1.0.0-SNAPSHOT,1.0.0", "2.1.0-rc.1+7,2.1.0", "1.0.0,", "1.0-SNAPSHOT,", "1.0.0+5,"})
  void releaseOf_whenAPreRelease_isItsRelease(String version, String release) {
    assertThat(VersionText.releaseOf(version).orElse(null)).isEqualTo(release);
  }

  private static boolean pf4jReads(String version, String range) {
    try {
      new DefaultVersionManager().checkVersionConstraint(version, range);
      return true;
    } catch (RuntimeException unreadable) {
      return false;
    }
  }
}

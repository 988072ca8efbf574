package dev.signet.bundle;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BundleKindTest {
  @ParameterizedTest
  @CsvSource({
    "a.jar,JAR",
    "a.JAR,JAR",
    ".jar,JAR",
    "a.zip.jar,JAR",
    "a.zip,ZIP",
    "a.Zip,ZIP",
  })
  void ofArchive_whenTheNameEndsLikeOne_isThat(String name, BundleKind kind) {
    assertThat(BundleKind.ofArchive(name)).contains(kind);
  }

  @ParameterizedTest
  @CsvSource({
    "a",
    "jar",
    "a.jar.",
    "a.jar.bak",
    "a.zip~",
    "a.tar",
    "a.ji\u0307p",
    "a.z\u0131p",
    "''"
  })
  void ofArchive_whenItDoesNot_isNone(String name) {
    assertThat(BundleKind.ofArchive(name)).isEmpty();
  }
}

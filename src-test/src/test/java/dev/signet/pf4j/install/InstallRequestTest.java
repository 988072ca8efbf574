package dev.signet.pf4j.install;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;

@SuppressWarnings("NullAway") // what callers must not pass is passed
class InstallRequestTest {
  private static final Path BUNDLE = Path.of("clock.zip");

  @Test
  void request_whenNothingElseIsSaid_isForWhateverTheBundleIsButNoLowerVersion() {
    assertThat(InstallRequest.of(BUNDLE))
        .isEqualTo(
            new InstallRequest(
                BUNDLE, Optional.empty(), Optional.empty(), Optional.empty(), false, false));
  }

  @Test
  void wishesInWhateverOrder_areAllKept() {
    InstallRequest all =
        new InstallRequest(
            BUNDLE, Optional.of("clock"), Optional.of("1.0.0"), Optional.of("0a"), true, false);

    assertThat(
            InstallRequest.of(BUNDLE)
                .withId("clock")
                .withVersion("1.0.0")
                .withFiles("0a")
                .allowingLowerVersion())
        .isEqualTo(all);
    assertThat(
            InstallRequest.of(BUNDLE)
                .allowingLowerVersion()
                .withFiles("0a")
                .withVersion("1.0.0")
                .withId("clock"))
        .isEqualTo(all);
    assertThat(InstallRequest.of(BUNDLE).withId("other").withId("clock").id()).contains("clock");
  }

  @Test
  void request_whenAPartIsMissing_isNotMade() {
    assertThatNullPointerException()
        .isThrownBy(() -> InstallRequest.of(null))
        .withMessage("bundle");
    assertThatNullPointerException().isThrownBy(() -> InstallRequest.of(BUNDLE).withId(null));
    assertThatNullPointerException().isThrownBy(() -> InstallRequest.of(BUNDLE).withVersion(null));
  }
}

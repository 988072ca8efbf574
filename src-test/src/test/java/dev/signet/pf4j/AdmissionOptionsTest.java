package dev.signet.pf4j;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

import dev.signet.bundle.BundleKind;
import dev.signet.bundle.Layout;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Both builders have these; what cannot be meant is refused where it is said. */
@SuppressWarnings("NullAway") // what callers must not pass is passed
class AdmissionOptionsTest {
  private final List<AdmissionOptions<?>> builders =
      List.of(VerifyingPluginManager.builder(Path.of("plugins")), PluginAdmission.builder());

  @ParameterizedTest
  @EnumSource
  void layout_whenItIsOfAHostsFolder_isRefused(Layout layout) {
    for (AdmissionOptions<?> options : builders) {
      if (layout.isCore()) {
        assertThatIllegalArgumentException()
            .isThrownBy(() -> options.layout(layout))
            .withMessageContaining("layout")
            .withMessageContaining(layout.name());
      } else {
        assertThatCode(() -> options.layout(layout)).doesNotThrowAnyException();
      }
    }
  }

  @Test
  void kinds_whenThereIsNone_areRefused() {
    for (AdmissionOptions<?> options : builders) {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> options.kinds())
          .withMessageContaining("kinds");
      assertThatCode(() -> options.kinds(BundleKind.values())).doesNotThrowAnyException();
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {0, -1, Integer.MIN_VALUE})
  void threads_whenThereIsNotEvenOne_areRefused(int count) {
    for (AdmissionOptions<?> options : builders) {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> options.threads(count))
          .withMessageContaining("at least 1 thread");
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {0, -1, Long.MIN_VALUE})
  void rescanEvery_whenNotPositive_isRefused(long seconds) {
    for (AdmissionOptions<?> options : builders) {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> options.rescanEvery(Duration.ofSeconds(seconds)))
          .withMessageContaining("rescanEvery");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "/etc/*", "../x", "lib/", "a\\b"})
  void exclude_whenTheGlobCannotBeAPath_isRefused(String glob) {
    for (AdmissionOptions<?> options : builders) {
      assertThatIllegalArgumentException().isThrownBy(() -> options.exclude("clock", glob));
    }
  }

  @Test
  void options_whenTheyAreNull_areRefusedByName() {
    for (AdmissionOptions<?> options : builders) {
      assertThatNullPointerException().isThrownBy(() -> options.trust(null)).withMessage("trust");
      assertThatNullPointerException()
          .isThrownBy(() -> options.require(null))
          .withMessage("requirement");
      assertThatNullPointerException()
          .isThrownBy(() -> options.channel(null))
          .withMessage("channel");
      assertThatNullPointerException()
          .isThrownBy(() -> options.stateDirectory(null))
          .withMessage("stateDirectory");
      assertThatNullPointerException().isThrownBy(() -> options.ledger(null)).withMessage("ledger");
      assertThatNullPointerException().isThrownBy(() -> options.limits(null)).withMessage("limits");
      assertThatNullPointerException().isThrownBy(() -> options.clock(null)).withMessage("clock");
      assertThatNullPointerException()
          .isThrownBy(() -> options.listener(null))
          .withMessage("listener");
      assertThatNullPointerException()
          .isThrownBy(() -> options.reassessOn(null))
          .withMessage("executor");
      assertThatNullPointerException().isThrownBy(() -> options.featured((String) null));
      assertThatNullPointerException().isThrownBy(() -> options.allowUnsigned((String) null));
      assertThatNullPointerException().isThrownBy(() -> options.keptInCore((Path) null));
    }
  }
}

package dev.signet.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class ScanTargetTest {
  /** {@code printf 'PLUGIN /plugins/clock.zip' | sha256sum | cut -c-32}. */
  private static final String KEY_OF_CLOCK = "dbc0fd5d571deab0a04363fa515bf866";

  private static final Path SOURCE = Path.of("/plugins/clock.zip");

  @Test
  void source_whenItIsRelativeOrHasDots_isAbsoluteAndPlain() {
    assertThat(ScanTarget.plugin(Path.of("/plugins/../plugins/./clock.zip")))
        .isEqualTo(ScanTarget.plugin(SOURCE));
    assertThat(ScanTarget.plugin(Path.of("clock.zip")).path()).isAbsolute();
  }

  @Test
  void targets_whenKindOrPlaceDiffers_areNotTheSame() {
    ScanTarget plugin = ScanTarget.plugin(SOURCE);

    assertThat(plugin)
        .isEqualTo(ScanTarget.plugin(SOURCE))
        .hasSameHashCodeAs(ScanTarget.plugin(SOURCE))
        .isNotEqualTo(ScanTarget.core(SOURCE))
        .isNotEqualTo(ScanTarget.plugin(SOURCE.resolveSibling("other.zip")))
        .isNotEqualTo(null);
  }

  @Test
  void fileName_isThatOfTheBundleAndCoreForTheHostsFolder() {
    assertThat(ScanTarget.plugin(SOURCE).fileName()).isEqualTo("clock.zip");
    assertThat(ScanTarget.core(SOURCE).fileName()).isEqualTo("core");
    assertThat(ScanTarget.plugin(Path.of("/")).fileName()).isEqualTo("/");
  }

  @Test
  void target_whenItsNameCannotBeTold_isKnownByAnAddress() {
    ScanTarget untold = new ScanTarget(ScanTarget.Kind.PLUGIN, "file:///plugins/cl%F6ck");

    assertThat(untold.fileName()).isEqualTo("cl%F6ck");
    assertThat(untold.path().getParent()).isEqualTo(Path.of("/plugins"));
  }

  /** Addresses of admin pages hold it, and outlast a restart. */
  @Test
  void key_isOf32HexDigitsThatNeverChange() {
    assertThat(ScanTarget.plugin(SOURCE).key())
        .matches("[0-9a-f]{32}")
        .isEqualTo(ScanTarget.plugin(SOURCE).key())
        .isNotEqualTo(ScanTarget.core(SOURCE).key());
    assertThat(new ScanTarget(ScanTarget.Kind.PLUGIN, "/plugins/clock.zip").key())
        .isEqualTo(KEY_OF_CLOCK);
  }
}

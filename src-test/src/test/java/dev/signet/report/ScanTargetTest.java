package dev.signet.report;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.signet.testkit.Jvm;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

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

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "clock.zip",
        "../clock.zip",
        "/plugins/a\0b",
        "file:",
        "file:clock.zip",
        "file:///a b",
        "file:///a%",
        "file:///a%00",
        "file://host/a",
        "file:///a?b",
        "file:///a#b",
        "http://host/a"
      })
  void source_whenItIsNoPlace_isRefusedAtOnce(String source) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new ScanTarget(ScanTarget.Kind.PLUGIN, source));
  }

  /** A host may start in another locale than the one its results were written in. */
  @ParameterizedTest
  @ValueSource(strings = {"C", "C.UTF-8"})
  void source_whenTheLocaleIsAnother_isTheSamePlace(String locale) throws Exception {
    Process told =
        Jvm.of(ScanTargetTest.class)
            .by("env", "LC_ALL=" + locale)
            .builder()
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    assertThat(new String(told.getInputStream().readAllBytes(), UTF_8).strip())
        .isEqualTo("file:///plugins/cl%C3%B6%20%E6%97%A5%25.zip");
  }

  /** Prints the address of a target's path. */
  public static void main(String[] arguments) {
    ScanTarget target = new ScanTarget(ScanTarget.Kind.PLUGIN, "/plugins/cl\u00f6 \u65e5%.zip");
    System.out.println(new ScanTarget(target.kind(), target.source()).path().toUri());
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

package dev.signet.sample.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HostOptionsTest {

  @Test
  void settingsAreThoseThatShipUnlessNamed() {
    assertThat(parse().configuration()).isEqualTo(Path.of("config/signet.yaml"));
    assertThat(parse("--config", "other.yaml").configuration()).isEqualTo(Path.of("other.yaml"));
  }

  @Test
  void nothingIsServedUnlessAsked() {
    assertThat(parse().port()).isEmpty();
    assertThat(parse("--serve").port()).hasValue(0);
    assertThat(parse("--serve=8080").port()).hasValue(8080);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"--serve=", "--serve=x", "--serve=65536", "--serve=-1", "--config", "--chanel"})
  void wrongArgumentIsNamed(String argument) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> parse(argument))
        .withMessageContaining(argument.replaceFirst("=.*", ""))
        .withMessageContaining("usage:");
  }

  private static HostOptions parse(String... arguments) {
    return HostOptions.parse(List.of(arguments));
  }
}

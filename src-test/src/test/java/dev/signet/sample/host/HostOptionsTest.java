package dev.signet.sample.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.signet.policy.ReleaseChannel;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HostOptionsTest {

  @Test
  void channelIsStableUnlessNamed() {
    assertThat(parse().channel()).isEqualTo(ReleaseChannel.STABLE);
    assertThat(parse("--channel", "beta").channel()).isEqualTo(new ReleaseChannel("beta"));
  }

  @Test
  void nothingIsServedUnlessAsked() {
    assertThat(parse().port()).isEmpty();
    assertThat(parse("--serve").port()).hasValue(0);
    assertThat(parse("--serve=8080").port()).hasValue(8080);
  }

  @Test
  void foldersAreRead() {
    HostOptions options = parse("--state", "s");
    assertThat(options.plugins()).isEqualTo(Path.of("p"));
    assertThat(options.trust()).isEqualTo(Path.of("t"));
    assertThat(options.state()).contains(Path.of("s"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"--serve=", "--serve=x", "--serve=65536", "--serve=-1", "--state"})
  void wrongValueIsNamed(String argument) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> parse(argument))
        .withMessageContaining(argument.replaceFirst("=.*", ""))
        .withMessageContaining("usage:");
  }

  @Test
  void unknownOptionIsNamed() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> parse("--chanel", "beta"))
        .withMessageContaining("--chanel");
  }

  @Test
  void missingFolderIsNamed() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> HostOptions.parse(List.of("--plugins", "p")))
        .withMessageContaining("--trust");
  }

  private static HostOptions parse(String... more) {
    List<String> arguments = new ArrayList<>(List.of("--plugins", "p", "--trust", "t"));
    arguments.addAll(List.of(more));
    return HostOptions.parse(arguments);
  }
}

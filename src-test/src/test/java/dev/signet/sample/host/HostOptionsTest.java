package dev.signet.sample.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.signet.sample.host.command.HostCommands;
import dev.signet.sample.host.web.AccessRules;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HostOptionsTest {

  @Test
  void settings_areThoseThatShipUnlessNamed() {
    assertThat(parse().configuration()).isEqualTo(Path.of("config/signet.yaml"));
    assertThat(parse("--config", "other.yaml").configuration()).isEqualTo(Path.of("other.yaml"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"--serve=127.0.0.1:8080", "--serve=[::1]:0", "--name=a:1", "--serve"})
  void option_whenItComesFirst_isNoCommand(String option) {
    assertThat(HostCommands.isMeant(List.of(option))).isFalse();
    assertThat(HostCommands.isMeant(List.of("plugin:list", option))).isTrue();
  }

  @Test
  void nothing_isServedUnlessAsked() {
    assertThat(parse().serve()).isEmpty();
    assertThat(serve("--serve").address().getPort()).isZero();
    assertThat(serve("--serve=8080").address().getPort()).isEqualTo(8080);
  }

  @Test
  void thisMachineAlone_isServedUnlessAsked() {
    assertThat(serve("--serve=8080").address().getAddress().isLoopbackAddress()).isTrue();
    assertThat(serve("--serve=[::1]:8080").address().getAddress().isLoopbackAddress()).isTrue();
    assertThat(serve("--serve").rules()).isEqualTo(AccessRules.local());
    assertThat(serve("--serve").passwordFile()).isEmpty();
  }

  @Test
  void everyone_isServedOnlyByHttpsAndByName() {
    ServeOptions open =
        serve("--serve=0.0.0.0:80", "--https", "--name", "Host.example", "--password-file", "pw");
    assertThat(open.address().getAddress().isAnyLocalAddress()).isTrue();
    assertThat(open.rules()).isEqualTo(new AccessRules(Set.of("host.example"), true));
    assertThat(open.passwordFile()).contains(Path.of("pw"));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> parse("--serve=0.0.0.0:80", "--name", "host.example"))
        .withMessageContaining("say --https and --name");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> parse("--serve=0.0.0.0:80", "--https"))
        .withMessageContaining("say --https and --name");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "--serve=",
        "--serve=x",
        "--serve=65536",
        "--serve=-1",
        "--serve=1:x",
        "--config",
        "--chanel",
        "--https",
        "--name",
        "--password-file"
      })
  void wrongArgument_isNamed(String argument) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> parse(argument))
        .withMessageContaining(argument.replaceFirst("=.*", ""))
        .withMessageContaining("usage:");
  }

  private static ServeOptions serve(String... arguments) {
    return parse(arguments).serve().orElseThrow();
  }

  private static HostOptions parse(String... arguments) {
    return HostOptions.parse(List.of(arguments));
  }
}

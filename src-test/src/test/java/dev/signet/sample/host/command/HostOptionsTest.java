package dev.signet.sample.host.command;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.signet.sample.host.ServeOptions;
import dev.signet.sample.host.web.AccessRules;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.ParameterException;

class HostOptionsTest {
  /** What the options are mixed into. */
  @CommandLine.Command
  private static final class Mixed {
    @Mixin private final HostOptions options = new HostOptions();
  }

  @Test
  void nothing_isServedUnlessAsked() {
    assertThat(parse()).isEmpty();
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
    assertThatExceptionOfType(ParameterException.class)
        .isThrownBy(() -> parse("--serve=0.0.0.0:80", "--name", "host.example"))
        .withMessageContaining("say --https and --name");
    assertThatExceptionOfType(ParameterException.class)
        .isThrownBy(() -> parse("--serve=0.0.0.0:80", "--https"))
        .withMessageContaining("say --https and --name");
  }

  @Test
  void names_whenThereAreSeveral_allCount() {
    assertThat(serve("--serve", "--name=a", "--name", "b:8443").rules())
        .isEqualTo(new AccessRules(Set.of("a", "b:8443"), false));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "--serve=",
        "--serve=x",
        "--serve=65536",
        "--serve=-1",
        "--serve=1:x",
        "--serve=127.0.0.1:x",
        "--serve=nowhere.invalid:80",
        "--config",
        "--config=",
        "--password-file=",
        "--chanel",
        "--https",
        "--name=a",
        "--name",
        "--password-file",
        "chanel"
      })
  void argument_whenItIsWrong_isNamedWithTheUsage(String argument) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteArrayOutputStream err = new ByteArrayOutputStream();

    int code =
        HostCommands.run(
            List.of(argument),
            new PrintStream(out, true, UTF_8),
            new PrintStream(err, true, UTF_8),
            120);

    assertThat(code).isEqualTo(CommandOutput.USAGE);
    assertThat(out.toString(UTF_8)).isEmpty();
    assertThat(err.toString(UTF_8).lines().findFirst().orElseThrow())
        .contains(argument.replaceFirst("=.*", ""));
    assertThat(err.toString(UTF_8)).contains("Usage:", "--config", "[--serve[=");
  }

  private static ServeOptions serve(String... arguments) {
    return parse(arguments).orElseThrow();
  }

  private static Optional<ServeOptions> parse(String... arguments) {
    Mixed mixed = new Mixed();
    new CommandLine(mixed).parseArgs(arguments);
    return mixed.options.serve();
  }
}

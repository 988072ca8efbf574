package dev.signet.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signet.cli.option.CommandName;
import dev.signet.cli.option.ExitCode;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Options whose value is an empty text, as of a variable that is not set. */
class EmptyPathTest {
  private static final CommandLineKit SIGNET = new CommandLineKit();

  static Stream<Arguments> pathOptions() {
    return Arrays.stream(CommandName.values())
        .flatMap(
            name ->
                Commands.of(name, SIGNET).spec().options().stream()
                    .filter(option -> Arrays.asList(option.auxiliaryTypes()).contains(Path.class))
                    .map(option -> Arguments.of(name.text(), option.longestName())));
  }

  @Test
  void optionsThatTakePaths_areMany() {
    assertThat(pathOptions()).hasSizeGreaterThan(20);
  }

  @ParameterizedTest
  @MethodSource("pathOptions")
  void path_whenItIsEmpty_isAUsageErrorThatNamesTheOption(String command, String option) {
    CommandLineKit.Outcome outcome = SIGNET.run(command, option + "=");

    assertThat(outcome.exitCode()).isEqualTo(ExitCode.USAGE);
    assertThat(outcome.err()).contains("'" + option + "'", "'' is empty; name a file or folder");
  }
}

package dev.signet.sample.host.command;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.signet.pf4j.install.InstallResult;
import dev.signet.pf4j.workspace.InstallAction;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class CommandOutputTest {
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();
  private final CommandOutput output =
      new CommandOutput(new PrintStream(out, true, UTF_8), new PrintStream(err, true, UTF_8));

  @Test
  void data_whenItIsLeft_isAProblemOfWhatIsDone() {
    assertThat(output.result(uninstalled(Optional.of("Its data is left in data/clock."))))
        .isEqualTo(1);
    assertThat(err.toString(UTF_8))
        .contains("Uninstalled 'clock' 1.0.0.", "Its data is left in data/clock.");
    assertThat(out.size()).isZero();
  }

  @Test
  void change_whenItIsDoneAltogether_isNoProblem() {
    assertThat(output.result(uninstalled(Optional.empty()))).isZero();
    assertThat(out.toString(UTF_8)).contains("Uninstalled 'clock' 1.0.0.");
    assertThat(err.size()).isZero();
  }

  @Test
  void change_whenItIsUnfinished_isAProblem() {
    InstallResult unfinished =
        new InstallResult.Unfinished(
            InstallAction.UPDATE, "clock", "The disk fails.", new IllegalStateException());
    assertThat(output.result(unfinished)).isEqualTo(1);
    assertThat(err.toString(UTF_8)).contains("The disk fails.");
  }

  private static InstallResult uninstalled(Optional<String> dataLeft) {
    return new InstallResult.Done(
        InstallAction.UNINSTALL,
        "clock",
        "1.0.0",
        Optional.empty(),
        List.of(),
        Optional.empty(),
        dataLeft,
        List.of());
  }
}

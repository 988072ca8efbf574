package dev.signet.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.signet.cli.option.CommandName;
import dev.signet.cli.option.ExitCode;
import dev.signet.cli.option.Progress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import picocli.CommandLine.Model.OptionSpec;

class SignetTest {
  @TempDir private Path temp;
  private final CommandLineKit signet = new CommandLineKit();

  @Test
  void help_whenAsked_listsEveryCommand() {
    CommandLineKit.Outcome outcome = signet.run("--help");

    assertThat(outcome.exitCode()).isEqualTo(ExitCode.OK);
    assertThat(outcome.out()).contains("Exit codes").doesNotContain("\u001b");
    for (CommandName name : CommandName.values()) {
      assertThat(outcome.out()).contains(name.text()).contains(name.summary());
    }
  }

  @ParameterizedTest
  @EnumSource(CommandName.class)
  void help_whenAskedOfACommand_endsWithExamplesThatFitTheScreen(CommandName name) {
    CommandLineKit.Outcome outcome = signet.run(name.text(), "--help");

    assertThat(outcome.exitCode()).isEqualTo(ExitCode.OK);
    assertThat(outcome.err()).isEmpty();
    assertThat(outcome.out()).contains("Usage: signet " + name.text(), name.summary());
    String examples = outcome.out().substring(outcome.out().indexOf("Examples:"));
    assertThat(examples.lines().skip(1)).isNotEmpty().allMatch(line -> line.startsWith("  "));
    assertThat(outcome.out().lines()).allMatch(line -> line.length() <= 80);
  }

  @ParameterizedTest
  @EnumSource(CommandName.class)
  void options_whenDeclared_areAllDescribed(CommandName name) {
    for (OptionSpec option : Commands.of(name, signet).spec().options()) {
      assertThat(String.join("", Arrays.asList(option.description())))
          .as(option.longestName())
          .isNotBlank();
    }
  }

  @Test
  void help_whenOnATerminal_isColoured() {
    assertThat(signet.coloured().run("--help").out()).contains("\u001b[");
  }

  @Test
  void version_whenAsked_isPrinted() {
    CommandLineKit.Outcome outcome = signet.run("--version");

    assertThat(outcome.exitCode()).isEqualTo(ExitCode.OK);
    assertThat(outcome.out()).startsWith("signet ");
  }

  @Test
  void run_whenThereIsNoCommand_showsHowToUseIt() {
    CommandLineKit.Outcome outcome = signet.run();

    assertThat(outcome.exitCode()).isEqualTo(ExitCode.USAGE);
    assertThat(outcome.out()).isEmpty();
    assertThat(outcome.err()).contains("Usage: signet");
  }

  @Test
  void run_whenCommandIsUnknown_saysSoEscaped() {
    CommandLineKit.Outcome outcome = signet.run("integrity:check-ap\u001b[2J");

    assertThat(outcome.exitCode()).isEqualTo(ExitCode.USAGE);
    assertThat(outcome.err()).contains("integrity:check-ap", "--help").doesNotContain("\u001b");
  }

  @Test
  @Timeout(value = 1, unit = TimeUnit.MINUTES)
  void progress_whenSomebodyWatches_isGoneAtTheEnd() throws InterruptedException {
    signet.watched();

    String result =
        Progress.during(
            signet,
            "checking a\u001bb",
            () -> {
              // Another thread shows it, when it comes to that.
              while (!signet.printedMessages().contains(" 1 s")) {
                Thread.sleep(20);
              }
              return "done";
            });

    assertThat(result).isEqualTo("done");
    String shown = signet.printedMessages();
    assertThat(shown).contains("checking a\\u001bb 1 s").endsWith("\r\u001b[K");
  }

  @Test
  void progress_whenNobodyWatches_isSilent() throws InterruptedException {
    Progress.during(
        signet,
        "checking",
        () -> {
          Thread.sleep(700);
          return "done";
        });

    assertThat(signet.printedMessages()).isEmpty();
  }

  @Test
  void completion_whenAsked_isAScriptThatCompletes() throws Exception {
    Path script = temp.resolve("complete.sh");
    Files.writeString(script, signet.run("generate-completion").out());

    assertThat(bash(". " + script + "; " + words("signet", "integrity:si")))
        .contains("integrity:sign-app", "integrity:sign-core")
        .doesNotContain("integrity:check-app");
    assertThat(bash(". " + script + "; " + words("signet", "integrity:check-app", "--tr")))
        .contains("--trust");
    assertThat(bash(". " + script + "; " + words("signet", "integrity:check-app", "--output", "")))
        .contains("json", "sarif", "text");
  }

  /** Lets bash's programmable completion answer for these words. */
  private static String words(String... words) {
    StringBuilder call = new StringBuilder("COMP_WORDS=(");
    for (String word : words) {
      call.append('\'').append(word).append("' ");
    }
    return call
        + "); COMP_CWORD="
        + (words.length - 1)
        + "; COMP_LINE=\"${COMP_WORDS[*]}\"; COMP_POINT=${#COMP_LINE};"
        + " _complete_signet; printf '%s\\n' \"${COMPREPLY[@]}\"";
  }

  private static String bash(String script) throws Exception {
    assumeTrue(Files.isExecutable(Path.of("/bin/bash")), "there is no bash to complete in");
    Process process =
        new ProcessBuilder("/bin/bash", "-c", script).redirectErrorStream(true).start();
    process.getOutputStream().close();
    String output = new String(process.getInputStream().readAllBytes(), UTF_8);
    assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
    assertThat(process.exitValue()).as(output).isZero();
    return output;
  }
}

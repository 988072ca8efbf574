package dev.signet.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.signet.cli.option.CommandName;
import dev.signet.testkit.Programs;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/** The page for {@code man} says what the help of each command says. */
class GenerateManPageTest {
  @TempDir private Path temp;
  private final CommandLineKit signet = new CommandLineKit();

  @ParameterizedTest
  @EnumSource
  void page_hasAllThatTheCommandDeclares(CommandName name) {
    CommandSpec command = Commands.of(name, signet).spec();

    String page = page();

    String own = page.substring(page.indexOf("\n.SS " + escaped(name.text()) + "\n"));
    int next = own.indexOf("\n.SS ", 1);
    own = own.substring(0, next < 0 ? own.length() : next);
    assertThat(own).contains(escaped(name.summary()));
    for (OptionSpec option : command.options()) {
      assertThat(own)
          .contains(
              escaped(String.join(", ", option.names())), escaped(text(option.description())));
    }
    for (PositionalParamSpec parameter : command.positionalParameters()) {
      assertThat(own).contains(parameter.paramLabel(), escaped(text(parameter.description())));
    }
    for (String line : command.usageMessage().footer()) {
      assertThat(own).contains(escaped(text(line)));
    }
  }

  @Test
  void page_whenSetForATerminal_hasNoWarningsAndCanBeCopiedFrom() throws Exception {
    assumeTrue(Files.isExecutable(Path.of("/usr/bin/groff")), "groff is not there to set the page");
    Path file = Files.writeString(temp.resolve("signet.1"), page());

    Programs.Outcome set =
        new Programs(temp)
            .run("groff", "-man", "-ww", "-Tutf8", "-P-c", "-rLL=80n", file)
            .expectSuccess();

    assertThat(set.err()).isEmpty();
    // Man doubles letters to make them bold.
    assertThat(set.out().replaceAll(".\b", ""))
        .contains("signet - Sign plugin bundles", "EXIT STATUS", "2 usage or input error")
        .contains("signet integrity:sign-app --privateKey=my.key --certificate=my.crt \\")
        .doesNotContain("\u2010", "%n");
  }

  private String page() {
    CommandLineKit.Outcome outcome = signet.run("generate-manpage");
    assertThat(outcome.exitCode()).isZero();
    assertThat(outcome.err()).isEmpty();
    return outcome.out();
  }

  private static String text(String... formats) {
    return String.format(Locale.ROOT, String.join("\n", List.of(formats))).strip();
  }

  private static String escaped(String text) {
    return text.replace("\\", "\\e")
        .replace("-", "\\-")
        .replace("|", "|\\:")
        .replace("\n", "\n\\&")
        .replace("\u2026", "\\[u2026]");
  }
}

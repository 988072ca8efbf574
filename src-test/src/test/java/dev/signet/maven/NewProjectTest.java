package dev.signet.maven;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.signet.testkit.Programs;
import dev.signet.testkit.Trees;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A project with Spring Boot that is made of nothing but what docs/spring-boot.md says. */
@Tag("slow")
class NewProjectTest {
  private static final Path PAGE = Path.of("../docs/spring-boot.md");
  private static final Pattern PART = Pattern.compile("(?s)\n## From nothing\n(.*?)\n## ");
  private static final Pattern FILE =
      Pattern.compile("(?s)`([a-zA-Z/]+\\.[a-z]+)`:\n\n```[a-z]+\n(.*?)```");
  private static final Pattern CONSOLE = Pattern.compile("(?s)```console\n(.*?)```");
  private static final String PROMPT = "$ ";

  /** Asks no registry: the command's jar by its coordinates, and the rest from this build's. */
  private static final String MAVEN =
      """
      #!/bin/bash
      case "$*" in
        *dependency:copy*:jar:all*) cp "$JAR" "signet-cli-$VERSION-all.jar" ;;
        *) exec %s "$@" ;;
      esac
      """;

  @TempDir private Path temp;
  private Path project;
  private Programs programs;

  @BeforeEach
  void prepareMaven() throws IOException {
    assumeTrue(Files.isExecutable(Path.of("/bin/bash")), "there is no bash for the commands");
    MavenKit maven =
        new MavenKit(temp)
            .installing("pf4j", "config", "spring-boot")
            .settings("<mirrors>" + mirror() + "</mirrors>");
    String command =
        maven.command().stream().map(word -> "'" + word + "'").collect(Collectors.joining(" "));
    Path bin = Files.createDirectory(temp.resolve("bin"));
    Path program = Trees.write(bin.resolve("mvn"), MAVEN.formatted(command).getBytes(UTF_8));
    Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwxr-xr-x"));
    project = Files.createDirectory(temp.resolve("myapp"));
    String java = System.getProperty("java.home");
    programs =
        new Programs(project)
            .variable("JAVA_HOME", java)
            .variable("MAVEN_SKIP_RC", "true")
            .variable("JAR", Programs.jar())
            .variable("VERSION", System.getProperty("signet.maven.plugin"))
            .variable("PATH", bin + ":" + java + "/bin:" + System.getenv("PATH"));
  }

  /** What Spring Boot imports imports more, for which Maven forgets the settings' repositories. */
  private static String mirror() {
    return "<mirror><id>here</id><mirrorOf>central</mirrorOf><url>"
        + Path.of(System.getProperty("signet.maven.artifacts")).toUri()
        + "</url></mirror>";
  }

  @Test
  void project_whenMadeFromThePage_runsTheSignedPluginAndRefusesTheChangedOne() throws IOException {
    List<MatchResult> parts = all(PART, Files.readString(PAGE));
    assertThat(parts).hasSize(1);
    String page = parts.get(0).group(1);
    List<MatchResult> files = all(FILE, page);
    List<MatchResult> consoles = all(CONSOLE, page);
    assertThat(files)
        .extracting(file -> file.group(1).replaceAll(".*/", ""))
        .containsExactly("pom.xml", "Application.java", "application.yaml");
    assertThat(consoles).hasSize(2);

    files.forEach(
        file -> Trees.write(project.resolve(file.group(1)), file.group(2).getBytes(UTF_8)));
    for (MatchResult console : consoles) {
      requirePrints(console.group(1).lines().toList());
    }
  }

  /** Runs the commands; what the page shows in between are the lines they print, and the log's. */
  private void requirePrints(List<String> lines) {
    String commands =
        lines.stream()
            .filter(line -> line.startsWith(PROMPT))
            .map(line -> line.substring(PROMPT.length()) + "\n")
            .collect(Collectors.joining());
    List<String> printed = lines.stream().filter(line -> !line.startsWith(PROMPT)).toList();

    Programs.Outcome outcome = programs.run("/bin/bash", "-euc", commands);

    assertThat(outcome.exitCode()).as(commands + outcome.out() + outcome.err()).isZero();
    assertThat(outcome.out().lines().filter(printed::contains).toList())
        .as(outcome.out())
        .isEqualTo(printed);
  }

  private static List<MatchResult> all(Pattern pattern, String text) {
    return pattern.matcher(text).results().toList();
  }
}

package dev.signet.maven;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.signet.testkit.Programs;
import dev.signet.testkit.Trees;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The tasks that docs/continuous-integration.md shows, run by Gradle itself: its script compiler,
 * its resolution of artifacts, its task graph and its tasks. Only the program that starts it is
 * missing, which no registry has, and is the test's.
 */
@Tag("slow")
class GradleTest {
  private static final Path PAGE = Path.of("../docs/continuous-integration.md");
  private static final Pattern TASKS = Pattern.compile("(?s)```groovy\\n(.*?)```");

  /** Arguments: the project's folder, Gradle's own folder, the key, and the tasks to run. */
  private static final String STARTER =
      """
      import java.io.File;
      import java.util.Map;
      import org.gradle.api.Project;
      import org.gradle.api.Task;
      import org.gradle.testfixtures.ProjectBuilder;

      public class Starter {
        public static void main(String[] words) {
          int code = 0;
          try {
            Project project = ProjectBuilder.builder().withName("hello")
                .withProjectDir(new File(words[0]))
                .withGradleUserHomeDir(new File(words[1])).build();
            project.getExtensions().getExtraProperties().set("signetKey", words[2]);
            project.apply(Map.of("from", new File(words[0], "build.gradle")));
            for (String name : new String[] {"assemble", "check"}) {
              Task task = project.getTasks().getByName(name);
              System.out.println(name + " needs " + task.getTaskDependencies().getDependencies(task));
            }
            for (int i = 3; i < words.length; i++) {
              Task task = project.getTasks().getByName(words[i]);
              System.out.println(words[i] + " needs " + task.getTaskDependencies().getDependencies(task));
              task.getActions().forEach(action -> action.execute(task));
            }
          } catch (Throwable e) {
            e.printStackTrace();
            code = 1;
          }
          System.exit(code);
        }
      }
      """;

  /** A project as its author has it, but for where artifacts are looked for. */
  private static final String PROJECT =
      """
      apply plugin: 'java'
      version = '1.0.0'
      repositories {
        maven { url = uri('%s') }
        maven { url = uri('%s') }
      }
      """;

  @TempDir private Path temp;
  private String gradle;
  private Path project;

  @BeforeEach
  void makeProject() throws IOException {
    gradle = gradle();
    new MavenKit(temp).installing("cli");
    String version = System.getProperty("signet.maven.plugin");
    Path repository = MavenKit.repository();
    Path folder = repository.resolve("dev/signet/signet-cli").resolve(version);
    Files.copy(
        Programs.jar(),
        folder.resolve("signet-cli-" + version + "-all.jar"),
        StandardCopyOption.REPLACE_EXISTING);
    project = Files.createDirectories(temp.resolve("hello"));
    String artifacts = Path.of(System.getProperty("signet.maven.artifacts")).toUri().toString();
    String tasks =
        TASKS
            .matcher(Files.readString(PAGE))
            .results()
            .map(found -> found.group(1))
            .collect(Collectors.joining("\n"));
    assertThat(tasks).contains("register('sign'", "register('checkSignature'");
    Trees.write(
        project.resolve("build.gradle"),
        (PROJECT.formatted(repository.toUri(), artifacts) + tasks).getBytes(UTF_8));
    Trees.write(
        project.resolve("build/resources/main/plugin.properties"),
        Trees.properties("hello", "1.0.0"));
    Files.createDirectories(project.resolve("build/libs"));
  }

  @Test
  void tasks_whenRun_signTheJarAndCheckItAndFailOnAChangedOne() throws Exception {
    MavenAuthor author = MavenAuthor.in(temp.resolve("keys"));
    Files.copy(author.file("hello.crt"), project.resolve("my.crt"));
    Path trust = Files.createDirectory(project.resolve("trust"));
    Files.copy(author.file("root.crt"), trust.resolve("root.crt"));

    Programs.Outcome signed = run(author.file("hello.key"), "jar", "sign", "checkSignature");

    assertThat(signed.expectSuccess().out())
        .containsPattern("assemble needs .*task ':sign'")
        .containsPattern("check needs .*task ':checkSignature'")
        .contains("sign needs [task ':jar']", "checkSignature needs [task ':sign']")
        .containsSubsequence("signed  hello", "verified  hello 1.0.0");

    Path jar = project.resolve("build/libs/hello-1.0.0.jar");
    Trees.write(jar, Trees.archiveBytes(Trees.files("plugin.properties", "plugin.id=hello")));
    Programs.Outcome changed = run(author.file("hello.key"), "checkSignature");

    assertThat(changed.exitCode()).isEqualTo(1);
    assertThat(changed.out()).contains("unsigned", "MISSING_SIGNATURE");
  }

  private Programs.Outcome run(Path key, String... tasks) {
    Path starter = Trees.write(temp.resolve("Starter.java"), STARTER.getBytes(UTF_8));
    Stream<Object> java =
        Stream.of(
            "--add-opens=java.base/java.lang=ALL-UNNAMED",
            "--add-opens=java.base/java.lang.invoke=ALL-UNNAMED",
            "--add-opens=java.base/java.net=ALL-UNNAMED",
            "--add-opens=java.base/java.util=ALL-UNNAMED",
            "-cp",
            gradle,
            starter,
            project,
            temp.resolve("gradle"),
            key);
    return new Programs(temp)
        .variable("SIGNET_PASSPHRASE", "not asked for")
        .java(Stream.concat(java, Stream.of(tasks)).toArray());
  }

  /** Returns Gradle and what it needs, which the build fetches for thorough tests. */
  private static String gradle() throws IOException {
    Path folder = Path.of("target/gradle");
    assumeTrue(Files.isDirectory(folder), "Gradle is not fetched; run -Pthorough");
    try (Stream<Path> jars = Files.list(folder)) {
      return jars.map(jar -> jar.toAbsolutePath().toString())
          .collect(Collectors.joining(File.pathSeparator));
    }
  }
}

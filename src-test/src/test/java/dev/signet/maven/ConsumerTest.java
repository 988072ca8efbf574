package dev.signet.maven;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.data.Percentage.withPercentage;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.signet.testkit.Container;
import dev.signet.testkit.MemoryFolder;
import dev.signet.testkit.Programs;
import dev.signet.testkit.TestHost;
import dev.signet.testkit.Trees;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Hosts that are built from the published jars, in each of the ways hosts are built and run. */
@Tag("slow")
class ConsumerTest {
  private static final String HOST = "org.example.host.Host";
  private static final String MODULE =
      """
      module org.example.host {
        requires dev.signet.config;
        requires dev.signet.integrity;
        requires dev.signet.pf4j;
        requires pf4j;
      }
      """;

  @TempDir private static Path temp;
  private static Stranger stranger;
  private static TestHost host;
  private static Path settings;

  @BeforeAll
  static void build() {
    stranger = new Stranger(temp, "signet-config");
    host = new TestHost(temp);
    settings = stranger.install(host, stranger.compilePlugin());
  }

  @AfterAll
  static void close() {
    host.close();
  }

  /** Name, version, size in kB and licence of each jar, as the page has them. */
  @Test
  void page_namesWhatABuildResolves() throws Exception {
    Set<List<String>> told = new LinkedHashSet<>();
    Matcher row =
        Pattern.compile("(?m)^\\| `([^`]+)` \\| ([0-9.]+) \\| ([0-9]+) \\| ([^|]+) \\| [^|]+ \\|$")
            .matcher(Files.readString(Path.of("../docs/dependencies.md")));
    while (row.find()) {
      told.add(List.of(row.group(1), row.group(2), row.group(3), row.group(4)));
    }
    Set<List<String>> resolved = new HashSet<>();
    for (Map.Entry<String, Path> jar : stranger.jars().entrySet()) {
      String name = jar.getKey();
      if (!name.startsWith("signet-")) {
        String file = jar.getValue().getFileName().toString();
        String version = file.substring(name.length() + 1, file.length() - ".jar".length());
        String kilobytes = String.valueOf(Math.round(Files.size(jar.getValue()) / 1000.0));
        resolved.add(List.of(name, version, kilobytes, Licences.of(stranger.pom(name))));
      }
    }

    assertThat(told).containsExactlyInAnyOrderElementsOf(resolved);
  }

  /** To a fifth: a page need not follow each class that is added. */
  @ParameterizedTest
  @ValueSource(strings = {"signet-integrity", "signet-pf4j", "signet-config"})
  void page_tellsTheSizeOfOurJars(String name) throws IOException {
    Matcher told =
        Pattern.compile("([0-9]+)(?: kB)? \\(`" + name + "`\\)")
            .matcher(Files.readString(Path.of("../docs/dependencies.md")));

    assertThat(told.find()).isTrue();
    assertThat(Files.size(stranger.jars().get(name)) / 1000.0)
        .isCloseTo(Double.parseDouble(told.group(1)), withPercentage(20));
  }

  @Test
  void host_whenOnTheClassPath_runsTheSignedPluginAlone() {
    Path classes = stranger.compileHost("");

    assertRuns(
        stranger.run(
            Programs.ofJdk("java"),
            "-cp",
            classes + File.pathSeparator + stranger.path(),
            HOST,
            settings));
  }

  /** With nothing in the environment either: no locale, no home. */
  @Test
  void host_whenItsRootIsALinkAndItsStateInMemory_runsTheSignedPluginAlone(
      @TempDir(factory = MemoryFolder.class) Path memory) throws IOException {
    assumeTrue(
        !Files.getFileStore(memory).equals(Files.getFileStore(temp)),
        "there is no tmpfs for the state");
    Path link = Files.createSymbolicLink(temp.resolve("linked"), host.plugins());
    String text =
        Files.readString(settings)
            .replace(host.plugins().toString(), link.toString())
            .replace("stateDirectory: state", "stateDirectory: " + memory.resolve("state"));
    Path own = Trees.write(temp.resolve("linked.yaml"), text.getBytes(UTF_8));
    String path = stranger.compileHost("") + File.pathSeparator + stranger.path();

    assertRuns(stranger.run("env", "-i", Programs.ofJdk("java"), "-cp", path, HOST, own));
    assertThat(memory.resolve("state/sealed")).isNotEmptyDirectory();
  }

  /** Any user, nothing to write to but the state, no locale, no home. */
  @Test
  void host_whenItsContainerIsReadOnlyButForTheState_runsTheSignedPluginAloneAndAgain()
      throws IOException {
    Container container = Container.in(Files.createDirectory(temp.resolve("container")));
    byte[] text =
        "plugins: /plugins\ntrust: /trust\nrequire: ALL\nstateDirectory: /data/signet\n"
            .getBytes(UTF_8);
    Path config = Container.folder(temp.resolve("config"), "rwxr-xr-x");
    Trees.write(config.resolve("signet.yaml"), text);
    Path data = Container.folder(temp.resolve("data"), "rwxrwxrwx");
    container
        .user(1_000_650_000, 0)
        .volume("/plugins", host.plugins(), "ro")
        .volume("/trust", temp.resolve("trust"), "ro")
        .volume("/config", config, "ro")
        .volume("/data", data);
    String path = stranger.compileHost("") + File.pathSeparator + stranger.path();

    for (int start = 1; start <= 2; start++) {
      assertRuns(container.java(path, HOST, "/config/signet.yaml"));
    }
    assertThat(data.resolve("signet/sealed")).isNotEmptyDirectory();
    assertThat(Files.getAttribute(data.resolve("signet"), "unix:uid")).isEqualTo(1_000_650_000);
  }

  @Test
  void host_whenItIsAModule_runsTheSignedPluginAlone() {
    Path classes = stranger.compileHost(MODULE);

    String path = classes + File.pathSeparator + stranger.path();
    String host = "org.example.host/" + HOST;
    String all = "--add-modules=ALL-MODULE-PATH,ALL-DEFAULT";
    assertRuns(stranger.run(Programs.ofJdk("java"), "-p", path, all, "-m", host, settings));
    // No module of ours requires what it uses, since PF4J is none; else this says how to go on.
    assertThat(stranger.run(Programs.ofJdk("java"), "-p", path, "-m", host, settings).err())
        .contains(all.replace('=', ' '));
  }

  /** With these modules of the JDK and no others, as the page says. */
  @Test
  void host_whenTheJavaIsAnImageOfTheNamedModules_runsTheSignedPluginAlone() throws IOException {
    Matcher named =
        Pattern.compile("jlink --add-modules ([a-z.,]+)")
            .matcher(Files.readString(Path.of("../docs/containers.md")));
    assertThat(named.find()).isTrue();
    Path image = temp.resolve("image");
    Path classes = stranger.compileHost("");
    stranger
        .run(Programs.ofJdk("jlink"), "--add-modules", named.group(1), "--output", image)
        .expectSuccess();

    assertRuns(
        stranger.run(
            image.resolve("bin/java"),
            "-cp",
            classes + File.pathSeparator + stranger.path(),
            HOST,
            settings));
  }

  @Test
  void host_whenItAndItsPluginAreInKotlin_runsTheSignedPluginAlone() throws IOException {
    String kotlin = kotlin();
    Path hostClasses =
        compileKotlin(
            kotlin,
            "Main",
            """
            import dev.signet.config.HostConfiguration
            import java.nio.file.Path

            fun main(args: Array<String>) {
                HostConfiguration.read(Path.of(args[0])).use { configuration ->
                    configuration.managerBuilder().build().use { plugins ->
                        plugins.loadPlugins()
                        plugins.startPlugins()
                        plugins.startedPlugins.forEach { println("runs ${it.pluginId}") }
                        plugins.refusals().forEach { println("refused ${it.reasons()}") }
                    }
                }
            }
            """);
    Path pluginClasses =
        compileKotlin(
            kotlin,
            "HelloPlugin",
            """
            package org.example.plugin

            class HelloPlugin : org.pf4j.Plugin() {
                override fun start() = println("hello from the plugin")
            }
            """);
    Map<String, byte[]> files = Stranger.classFiles(pluginClasses);
    try (TestHost kotlinHost = new TestHost(temp.resolve("kotlin-plugins"), temp.resolve("none"))) {
      Path own = Files.createDirectories(temp.resolve("kotlin"));
      Path ownSettings = Stranger.install(kotlinHost, files, own);

      assertRuns(
          stranger.run(
              Programs.ofJdk("java"),
              "-cp",
              String.join(File.pathSeparator, hostClasses.toString(), stranger.path(), kotlin),
              "MainKt",
              ownSettings));
    }
  }

  private static Path compileKotlin(String kotlin, String name, String text) {
    Path source = Trees.write(temp.resolve(name + ".kt"), text.getBytes(UTF_8));
    Path classes = temp.resolve(name + "-classes");
    stranger
        .run(
            Programs.ofJdk("java"),
            "-cp",
            kotlin,
            "org.jetbrains.kotlin.cli.jvm.K2JVMCompiler",
            "-no-stdlib",
            "-no-reflect",
            "-jvm-target",
            "17",
            "-Werror",
            "-cp",
            stranger.path() + File.pathSeparator + kotlin,
            "-d",
            classes,
            source)
        .expectSuccess();
    return classes;
  }

  /** Returns the compiler and its library, which the build fetches for thorough tests. */
  private static String kotlin() throws IOException {
    Path folder = Path.of("target/kotlin");
    assumeTrue(Files.isDirectory(folder), "the Kotlin compiler is not fetched; run -Pthorough");
    try (Stream<Path> jars = Files.list(folder)) {
      return jars.map(jar -> jar.toAbsolutePath().toString())
          .collect(Collectors.joining(File.pathSeparator));
    }
  }

  private static void assertRuns(Programs.Outcome outcome) {
    assertThat(outcome.exitCode()).as(outcome.out() + outcome.err()).isZero();
    assertThat(outcome.out().lines())
        .containsExactlyElementsOf(
            List.of("hello from the plugin", "runs hello", "refused [MISSING_SIGNATURE]"));
  }
}

package dev.signet.maven;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.signet.sign.key.PemFiles;
import dev.signet.testkit.Programs;
import dev.signet.testkit.TestHost;
import dev.signet.testkit.Trees;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A host that knows Signet from its documentation alone: its build resolves the published artifacts
 * by their coordinates, with the versions of the BOM, and sees nothing else of this build.
 */
final class Stranger {
  private static final String HOST =
      """
      package org.example.host;

      import dev.signet.config.HostConfiguration;
      import dev.signet.pf4j.VerifyingPluginManager;
      import java.nio.file.Path;

      public final class Host {
        public static void main(String[] args) throws Exception {
          try (HostConfiguration configuration = HostConfiguration.read(Path.of(args[0]));
              VerifyingPluginManager plugins = configuration.managerBuilder().build()) {
            plugins.loadPlugins();
            plugins.startPlugins();
            plugins.getStartedPlugins().forEach(one -> System.out.println("runs " + one.getPluginId()));
            plugins.refusals().forEach(one -> System.out.println("refused " + one.reasons()));
          }
        }
      }
      """;

  private static final String PLUGIN =
      """
      package org.example.plugin;

      public class HelloPlugin extends org.pf4j.Plugin {
        @Override public void start() { System.out.println("hello from the plugin"); }
      }
      """;

  private final Path folder;
  private final Programs programs;
  private final Path libraries;

  /** Resolves artifacts of ours as a build does that imports the BOM. */
  Stranger(Path folder, String... artifacts) {
    this.folder = folder;
    programs = new Programs(folder).variable("LC_ALL", "C.UTF-8");
    libraries = resolve(new MavenKit(folder).installing("pf4j", "config", "cli", "bom"), artifacts);
  }

  private Path resolve(MavenKit maven, String... artifacts) {
    StringBuilder dependencies = new StringBuilder();
    for (String artifact : artifacts) {
      dependencies.append(
          "<dependency><groupId>dev.signet</groupId><artifactId>"
              + artifact
              + "</artifactId></dependency>");
    }
    Path project = maven.consumer("host", dependencies.toString());
    MavenKit.Log log =
        maven.run(
            project,
            "-q",
            MavenKit.goal("dependency", "copy-dependencies"),
            "-DincludeScope=runtime",
            "-Dmdep.copyPom=true",
            "-DoutputDirectory=lib");
    assertThat(log.exitCode()).as(log.text()).isZero();
    return project.resolve("lib");
  }

  /** Returns the resolved jars: name without version to file. */
  Map<String, Path> jars() {
    return libraries(".jar");
  }

  /** Returns what the authors of one have published about it. */
  Path pom(String name) {
    return Objects.requireNonNull(libraries(".pom").get(name), name);
  }

  private Map<String, Path> libraries(String ending) {
    try (Stream<Path> all = Files.list(libraries)) {
      return all.filter(file -> file.toString().endsWith(ending))
          .collect(
              Collectors.toMap(
                  file -> file.getFileName().toString().replaceFirst("-[0-9].*", ""),
                  file -> file,
                  (one, other) -> one,
                  TreeMap::new));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Returns these jars as a path for java. */
  String path() {
    return jars().values().stream()
        .map(Path::toString)
        .collect(Collectors.joining(File.pathSeparator));
  }

  /** Lays out a host's files beside the project's. */
  Path install(TestHost host, Map<String, byte[]> pluginClasses) {
    return install(host, pluginClasses, folder);
  }

  /** Lays out settings, trust, a signed plugin and an unsigned one; returns the settings' file. */
  static Path install(TestHost host, Map<String, byte[]> pluginClasses, Path folder) {
    Trees.archive(
        host.plugins().resolve("hello.jar"),
        host.author("hello").signed(plugin("hello", pluginClasses), "META-INF/signature.json"));
    Trees.archive(host.plugins().resolve("unsigned.jar"), plugin("unsigned", pluginClasses));
    Trees.write(
        folder.resolve("trust/root.crt"),
        PemFiles.text(host.authority().certificate()).getBytes(UTF_8));
    return Trees.write(
        folder.resolve("signet.yaml"),
        ("plugins: " + host.plugins() + "\ntrust: trust\nrequire: ALL\nstateDirectory: state\n")
            .getBytes(UTF_8));
  }

  private static Map<String, byte[]> plugin(String id, Map<String, byte[]> classes) {
    Map<String, byte[]> files = new LinkedHashMap<>();
    files.put(
        "META-INF/MANIFEST.MF",
        Trees.manifest(
            "Plugin-Id", id,
            "Plugin-Version", "1.0.0",
            "Plugin-Class", "org.example.plugin.HelloPlugin"));
    files.putAll(classes);
    return files;
  }

  /** Compiles the host, on the class path or as a module; returns the folder of its classes. */
  Path compileHost(String moduleInfo) {
    Map<String, byte[]> sources = new LinkedHashMap<>();
    sources.put("org/example/host/Host.java", HOST.getBytes(UTF_8));
    if (!moduleInfo.isEmpty()) {
      sources.put("module-info.java", moduleInfo.getBytes(UTF_8));
    }
    return moduleInfo.isEmpty()
        ? compile("host-classes", "-cp", sources)
        : compile("host-module", "-p", sources);
  }

  /** Compiles the plugin; returns its classes. */
  Map<String, byte[]> compilePlugin() {
    Path classes =
        compile(
            "plugin-classes",
            "-cp",
            Map.of("org/example/plugin/HelloPlugin.java", PLUGIN.getBytes(UTF_8)));
    return classFiles(classes);
  }

  /** Returns the classes below a folder. */
  static Map<String, byte[]> classFiles(Path classes) {
    Map<String, byte[]> files = new TreeMap<>();
    try (Stream<Path> all = Files.walk(classes)) {
      for (Path file : all.filter(Files::isRegularFile).toList()) {
        files.put(classes.relativize(file).toString(), Files.readAllBytes(file));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return files;
  }

  private Path compile(String name, String pathOption, Map<String, byte[]> sources) {
    Path source = Trees.folder(folder.resolve(name + "-source"), sources);
    Path classes = folder.resolve(name);
    List<Object> words = new ArrayList<>();
    // Whatever a stranger's build makes of warnings: there are none from us.
    words.addAll(
        List.of(Programs.ofJdk("javac"), "--release", "17", "-Xlint:all,-requires-automatic"));
    words.addAll(List.of("-Xlint:-requires-transitive-automatic", "-Xlint:-classfile"));
    words.addAll(List.of("-Werror", pathOption, path(), "-d", classes));
    sources.keySet().forEach(file -> words.add(source.resolve(file)));
    programs.run(words.toArray()).expectSuccess();
    return classes;
  }

  /** Runs a program in the project's folder. */
  Programs.Outcome run(Object... words) {
    return programs.run(words);
  }
}

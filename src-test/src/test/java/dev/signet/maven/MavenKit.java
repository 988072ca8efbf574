package dev.signet.maven;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.signet.testkit.Programs;
import dev.signet.testkit.Trees;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Runs real builds: the Maven that runs this one, in processes of their own, with settings and a
 * local repository of their own, offline. What plugins they need, this build has needed before.
 */
final class MavenKit {
  private static final List<String> LIFECYCLE =
      List.of("compiler", "install", "jar", "resources", "surefire");

  private final Path folder;
  private final Programs programs;

  MavenKit(Path folder) {
    this.folder = folder;
    this.programs =
        new Programs(folder)
            .variable("JAVA_HOME", System.getProperty("java.home"))
            .variable("MAVEN_SKIP_RC", "true")
            .variable("MAVEN_OPTS", "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC");
    // Where Maven stops looking for the settings of a larger build, this one's say.
    Trees.write(folder.resolve(".mvn/maven.config"), new byte[0]);
    settings("");
    install("../pom.xml", "signet-parent", ".pom");
    installing("integrity", "maven-plugin");
  }

  /** Puts further modules of this build where builds find them. */
  MavenKit installing(String... modules) {
    for (String module : modules) {
      String artifact =
          module.equals("spring-boot") ? "signet-spring-boot-starter" : "signet-" + module;
      String source = "../loader/" + module + "/";
      install(source + "pom.xml", artifact, ".pom");
      if (!module.equals("bom")) {
        install(source + "target/" + artifact + "-" + ownVersion() + ".jar", artifact, ".jar");
      }
    }
    return this;
  }

  /** Returns a goal of Maven's own that this build uses, too, by its full name. */
  static String goal(String plugin, String goal) {
    return "org.apache.maven.plugins:maven-" + plugin + "-plugin:" + pinned(plugin) + ":" + goal;
  }

  /** Writes a project of its own that has these dependencies, with the versions of our BOM. */
  Path consumer(String name, String dependencies) {
    Path project = folder.resolve(name);
    write(
        project.resolve("pom.xml"),
        pom(
            "<groupId>org.example</groupId><artifactId>"
                + name
                + "</artifactId><version>1.0</version><dependencyManagement><dependencies><dependency>"
                + "<groupId>dev.signet</groupId><artifactId>signet-bom</artifactId><version>"
                + ownVersion()
                + "</version><type>pom</type><scope>import</scope></dependency></dependencies>"
                + "</dependencyManagement><dependencies>"
                + dependencies
                + "</dependencies>"));
    return project;
  }

  /** Puts an artifact of this build where builds find it, as Maven would. */
  private static void install(String source, String artifact, String ending) {
    Path target = repository().resolve("dev/signet").resolve(artifact).resolve(ownVersion());
    try {
      Files.createDirectories(target);
      Files.copy(
          Path.of(source),
          target.resolve(artifact + "-" + ownVersion() + ending),
          StandardCopyOption.REPLACE_EXISTING);
    } catch (NoSuchFileException e) {
      throw new AssertionError(e.getFile() + " is not packaged; run mvn verify", e);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Puts a stranger's jar where builds find it, and returns the element that depends on it. */
  static String stranger(String name, Consumer<Path> jar) {
    Path place = repository().resolve("org/example").resolve(name).resolve("1.0");
    String coordinates =
        "<groupId>org.example</groupId><artifactId>" + name + "</artifactId><version>1.0</version>";
    write(place.resolve(name + "-1.0.pom"), pom(coordinates));
    jar.accept(place.resolve(name + "-1.0.jar"));
    return "<dependency>" + coordinates + "</dependency>";
  }

  /** What a build printed. */
  record Log(int exitCode, String text) {
    private static final String LINE = "\\[(INFO|WARNING|ERROR)\\] ?";

    /** Returns what one module printed. */
    String of(String module) {
      return part(
          "(?m)^\\[INFO\\] -+< org\\.example:"
              + module
              + " >-+$(.*?)^\\[INFO\\] (?:-+< org|Reactor Summary|BUILD)");
    }

    /** Returns why one module failed. */
    String failure(String module) {
      return part(
          "(?m)^\\[ERROR\\] Failed to execute goal [^\\n]* on project "
              + module
              + ":(.*?)-> \\[Help");
    }

    boolean hasFailed(String module) {
      return text.contains(" on project " + module + ": ");
    }

    private String part(String form) {
      Matcher matcher = Pattern.compile(form, Pattern.DOTALL).matcher(text);
      if (!matcher.find()) {
        throw new AssertionError("nothing like " + form + " in\n" + text);
      }
      return Pattern.compile("^" + LINE, Pattern.MULTILINE)
          .matcher(matcher.group(1))
          .replaceAll("");
    }
  }

  /** Returns where builds install to. */
  static Path repository() {
    return Path.of(System.getProperty("signet.maven.repository"));
  }

  MavenKit variable(String name, String value) {
    programs.variable(name, value);
    return this;
  }

  /** Writes the settings that builds go by, with these elements besides the necessary ones. */
  MavenKit settings(String elements) {
    String repository =
        "<id>central</id><url>"
            + Path.of(System.getProperty("signet.maven.artifacts")).toUri()
            + "</url><releases><checksumPolicy>ignore</checksumPolicy></releases>";
    write(
        folder.resolve("settings.xml"),
        "<settings><localRepository>"
            + repository()
            + "</localRepository>"
            + elements
            + "<profiles><profile><id>tests</id><repositories><repository>"
            + repository
            + "</repository></repositories><pluginRepositories><pluginRepository>"
            + repository
            + "</pluginRepository></pluginRepositories></profile></profiles>"
            + "<activeProfiles><activeProfile>tests</activeProfile></activeProfiles></settings>");
    return this;
  }

  /** Writes the project that the modules belong to, which fixes the versions. */
  Path parent(String name, List<String> modules) {
    StringBuilder list = new StringBuilder();
    modules.forEach(module -> list.append("<module>" + module + "</module>"));
    StringBuilder plugins = new StringBuilder(plugin("dev.signet", "signet", ownVersion(), ""));
    for (String plugin : LIFECYCLE) {
      plugins.append(plugin("org.apache.maven.plugins", plugin, pinned(plugin), ""));
    }
    Path project = folder.resolve(name);
    write(
        project.resolve("pom.xml"),
        pom(
            "<groupId>org.example</groupId><artifactId>parent</artifactId><version>1.0</version>"
                + "<packaging>pom</packaging><modules>"
                + list
                + "</modules><properties><project.build.sourceEncoding>UTF-8"
                + "</project.build.sourceEncoding></properties><build><pluginManagement><plugins>"
                + plugins
                + "</plugins></pluginManagement></build>"));
    return project;
  }

  /** Writes a module. */
  static Path module(Path parent, String name, String packaging, String plugins) {
    Path module = parent.resolve(name);
    write(
        module.resolve("pom.xml"),
        pom(
            "<parent><groupId>org.example</groupId><artifactId>parent</artifactId>"
                + "<version>1.0</version></parent><artifactId>"
                + name
                + "</artifactId><packaging>"
                + packaging
                + "</packaging><build><plugins>"
                + plugins
                + "</plugins></build>"));
    return module;
  }

  /** Returns our plugin with one execution for each of these goals, and a configuration. */
  static String signet(List<String> goals, String configuration) {
    StringBuilder executions = new StringBuilder();
    for (String goal : goals) {
      executions.append(
          "<execution><id>" + goal + "</id><goals><goal>" + goal + "</goal></goals></execution>");
    }
    return plugin(
        "dev.signet",
        "signet",
        "",
        "<configuration>"
            + configuration
            + "</configuration><executions>"
            + executions
            + "</executions>");
  }

  /** Returns the words that start a build in this way, whatever folder it is in. */
  List<Object> command() {
    Path settings = folder.resolve("settings.xml");
    return List.of(
        Path.of(System.getProperty("signet.maven.home"), "bin", "mvn"),
        "-B",
        "-o",
        "-Daether.offline.protocols=file",
        "-s",
        settings,
        "-gs",
        settings);
  }

  /** Runs a build. */
  Log run(Path project, String... arguments) {
    List<Object> words = new ArrayList<>(command());
    words.addAll(List.of("-f", project));
    words.addAll(List.of(arguments));
    Programs.Outcome outcome = programs.run(words.toArray());
    // Maven resets the terminal's colours even where it uses none.
    String text = (outcome.out() + outcome.err()).replaceAll("\u001b\\[[0-9;]*m", "");
    return new Log(outcome.exitCode(), text);
  }

  private static String plugin(String group, String name, String version, String more) {
    String artifact =
        group.equals("dev.signet") ? name + "-maven-plugin" : "maven-" + name + "-plugin";
    return "<plugin><groupId>"
        + group
        + "</groupId><artifactId>"
        + artifact
        + "</artifactId>"
        + (version.isEmpty() ? "" : "<version>" + version + "</version>")
        + more
        + "</plugin>";
  }

  private static String ownVersion() {
    return System.getProperty("signet.maven.plugin");
  }

  /** Returns the version of a plugin that this build uses, too. */
  private static String pinned(String plugin) {
    try {
      Matcher matcher =
          Pattern.compile(
                  "<artifactId>maven-" + plugin + "-plugin</artifactId>\\s*<version>([^<]+)<")
              .matcher(Files.readString(Path.of("../pom.xml")));
      if (!matcher.find()) {
        throw new AssertionError("the root pom.xml names no version of " + plugin);
      }
      return matcher.group(1);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String pom(String elements) {
    return "<project><modelVersion>4.0.0</modelVersion>" + elements + "</project>";
  }

  private static void write(Path file, String text) {
    Trees.write(file, text.getBytes(UTF_8));
  }
}

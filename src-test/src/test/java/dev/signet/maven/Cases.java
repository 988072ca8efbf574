package dev.signet.maven;

import dev.signet.testkit.Trees;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Many cases in one build, of a module each: starting Maven is what takes long. */
final class Cases {
  private final MavenKit maven;
  private final Path project;
  private final Map<String, String> modules = new LinkedHashMap<>();

  Cases(MavenKit maven, Path folder) {
    this.maven = maven;
    this.project = folder.resolve("project");
  }

  /**
   * Adds a case about the folder plugin {@code hello}, which is made.
   *
   * @return the module's folder
   */
  Path add(String name, String goal, String configuration) {
    Path module = add(name, List.of(goal), configuration, List.of("hello"));
    Trees.folder(module.resolve("hello"), files());
    return module;
  }

  /** Adds a case about these bundles, or the module's main artifact. */
  Path add(String name, List<String> goals, String configuration, List<String> bundles) {
    StringBuilder list = new StringBuilder();
    bundles.forEach(bundle -> list.append("<bundle>" + bundle + "</bundle>"));
    String parameter = bundles.isEmpty() ? "" : "<bundles>" + list + "</bundles>";
    modules.put(name, MavenKit.signet(goals, parameter + configuration));
    return project.resolve(name);
  }

  /** Adds elements to the plugin of a case, beside its configuration. */
  void extend(String name, String elements) {
    modules.computeIfPresent(
        name, (module, plugin) -> plugin.replace("</plugin>", elements + "</plugin>"));
  }

  /** Runs them all. */
  MavenKit.Log run(String... arguments) {
    maven.parent("project", List.copyOf(modules.keySet()));
    modules.forEach((name, plugin) -> MavenKit.module(project, name, "pom", plugin));
    String[] words = new String[arguments.length + 2];
    words[0] = "-fae";
    words[1] = "verify";
    System.arraycopy(arguments, 0, words, 2, arguments.length);
    return maven.run(project, words);
  }

  /** Returns a plugin's files. */
  static Map<String, byte[]> files() {
    Map<String, byte[]> files = new LinkedHashMap<>();
    files.put("plugin.properties", Trees.properties("hello", "1.0"));
    files.putAll(Trees.files("classes/a.txt", "a"));
    return files;
  }
}

package dev.signet.testkit;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.pf4j.Plugin;
import org.slf4j.Logger;

/**
 * Real plugins, compiled when the test runs: a plugin class that leaves a {@link Trace} when it is
 * initialised, started and stopped, and a {@link Greeting}.
 *
 * <pre>{@code
 * PluginKit.plugin("demo", "1.0.0").requires("base").signedBy(author).zip(root);
 * }</pre>
 */
public final class PluginKit {
  private final String id;
  private final String version;
  private final Map<String, String> sources = new LinkedHashMap<>();
  private final Map<String, byte[]> resources = new LinkedHashMap<>();
  private final Map<String, byte[]> files = new LinkedHashMap<>();
  private final List<Class<?>> visible =
      new ArrayList<>(List.of(Plugin.class, Greeting.class, Logger.class));
  private final List<String> dependencies = new ArrayList<>();
  private String greeting = "hello";
  private String atStart = "";
  private String atStop = "";
  private String moreProperties = "";
  private @Nullable PluginAuthor author;
  private boolean described;

  private PluginKit(String id, String version) {
    this.id = id;
    this.version = version;
  }

  /** Returns the kit of a plugin that greets with {@code hello}. */
  public static PluginKit plugin(String id, String version) {
    return new PluginKit(id, version);
  }

  /** Sets what the plugin's extension says. */
  public PluginKit greeting(String text) {
    greeting = text;
    return this;
  }

  /** Adds what the plugin does when it is started. */
  public PluginKit atStart(String code) {
    atStart = code;
    return this;
  }

  /** Adds what the plugin does when it is stopped. */
  public PluginKit atStop(String code) {
    atStop = code;
    return this;
  }

  /** Adds dependencies as PF4J writes them: {@code a@>=1.0.0} or {@code b?}. */
  public PluginKit requires(String... more) {
    dependencies.addAll(List.of(more));
    return this;
  }

  /** Adds a line to {@code plugin.properties}. */
  public PluginKit properties(String line) {
    moreProperties = line;
    return this;
  }

  /** Leaves PF4J's descriptors out, and adds the host's own one instead. */
  public PluginKit describedBy(String path, String text) {
    described = true;
    return file(path, text.getBytes(UTF_8));
  }

  /** Adds a file of the bundle. */
  public PluginKit file(String path, byte[] content) {
    files.put(path, content);
    return this;
  }

  /** Adds a resource on the plugin's class path. */
  public PluginKit resource(String path, byte[] content) {
    resources.put(path, content);
    return this;
  }

  /** Makes the library that a class belongs to visible to the plugin's sources. */
  public PluginKit compiledAgainst(Class<?>... types) {
    visible.addAll(List.of(types));
    return this;
  }

  /** Adds or replaces a class. */
  public PluginKit source(String className, String text) {
    sources.put(className, text);
    return this;
  }

  /** Sets who signs; nobody unless called. */
  public PluginKit signedBy(PluginAuthor signer) {
    author = signer;
    return this;
  }

  /** Returns the qualified name of the plugin class. */
  public String pluginClass() {
    return packageName() + ".KitPlugin";
  }

  /** Makes a folder named after the plugin's id. */
  public Path folder(Path root) {
    return folderAt(root.resolve(id));
  }

  /** Makes a folder bundle here. */
  public Path folderAt(Path folder) {
    return Trees.folder(folder, folderFiles());
  }

  /** Makes a zip named after the plugin's id. */
  public Path zip(Path root) {
    return zipAt(root.resolve(id + ".zip"));
  }

  /** Makes a zip bundle here. */
  public Path zipAt(Path file) {
    return Trees.archive(file, folderFiles());
  }

  /** Makes a jar named after the plugin's id. */
  public Path jar(Path root) {
    return jarAt(root.resolve(id + ".jar"));
  }

  /** Makes a single-jar bundle here. */
  public Path jarAt(Path file) {
    return Trees.archive(file, jarFiles());
  }

  /** Returns the files of a folder or zip bundle, with the signature if there is one. */
  public Map<String, byte[]> folderFiles() {
    Map<String, byte[]> all = new LinkedHashMap<>();
    if (!described) {
      all.put("plugin.properties", properties());
    }
    classFiles().forEach((path, content) -> all.put("classes/" + path, content));
    all.putAll(files);
    return author == null ? all : author.signed(all, "signature.json");
  }

  /** Returns the files of a single-jar bundle, with the signature if there is one. */
  public Map<String, byte[]> jarFiles() {
    Map<String, byte[]> all = new LinkedHashMap<>();
    all.put("META-INF/MANIFEST.MF", described ? Trees.manifest() : manifest());
    all.putAll(classFiles());
    all.putAll(files);
    return author == null ? all : author.signed(all, "META-INF/signature.json");
  }

  /** Returns class files, extension index and resources by their path on the class path. */
  public Map<String, byte[]> classFiles() {
    Map<String, String> all = new LinkedHashMap<>();
    all.put(pluginClass(), pluginSource());
    all.put(packageName() + ".KitGreeting", greetingSource());
    all.putAll(sources);
    Map<String, byte[]> classes = JavaSources.compile(all, visible);
    classes.put("META-INF/extensions.idx", (packageName() + ".KitGreeting\n").getBytes(UTF_8));
    classes.putAll(resources);
    return classes;
  }

  private byte[] properties() {
    return "plugin.id=%s\nplugin.version=%s\nplugin.class=%s\nplugin.dependencies=%s\n%s\n"
        .formatted(id, version, pluginClass(), String.join(",", dependencies), moreProperties)
        .getBytes(UTF_8);
  }

  private byte[] manifest() {
    return Trees.manifest(
        "Plugin-Id",
        id,
        "Plugin-Version",
        version,
        "Plugin-Class",
        pluginClass(),
        "Plugin-Dependencies",
        String.join(",", dependencies));
  }

  private String packageName() {
    return "kit." + id.replaceAll("[^A-Za-z0-9]", "_");
  }

  private String pluginSource() {
    return """
        package %s;
        public class KitPlugin extends org.pf4j.Plugin {
          public KitPlugin(org.pf4j.PluginWrapper wrapper) { super(wrapper); }
          static { dev.signet.testkit.Trace.add("%s initialised"); }
          @Override public void start() { atStart(); dev.signet.testkit.Trace.add("%s started"); }
          @Override public void stop() { atStop(); dev.signet.testkit.Trace.add("%s stopped"); }
          @Override public String toString() { return "%s"; }
          private void atStart() { %s }
          private void atStop() { %s }
        }
        """
        .formatted(packageName(), id, id, id, greeting, atStart, atStop);
  }

  private String greetingSource() {
    return """
        package %s;
        @org.pf4j.Extension
        public class KitGreeting implements dev.signet.testkit.Greeting {
          @Override public String text() { return "%s"; }
        }
        """
        .formatted(packageName(), greeting);
  }
}

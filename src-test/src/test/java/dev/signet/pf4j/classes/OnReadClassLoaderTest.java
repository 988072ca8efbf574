package dev.signet.pf4j.classes;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.signet.pf4j.SealingMode;
import dev.signet.pf4j.VerifyingPluginManager;
import dev.signet.testkit.JavaSources;
import dev.signet.testkit.TestHost;
import dev.signet.testkit.Trees;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import java.util.TreeSet;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.pf4j.CompoundPluginLoader;
import org.pf4j.DefaultPluginLoader;
import org.pf4j.JarPluginLoader;
import org.pf4j.PluginClassLoader;
import org.pf4j.PluginWrapper;

/** What plugins see of themselves is the same as with PF4J's own class loader. */
class OnReadClassLoaderTest {
  private static final int BUNDLES = 30;

  @TempDir private Path temp;
  private TestHost host;

  @BeforeEach
  void setUp() {
    host = new TestHost(temp);
  }

  @AfterEach
  void tearDown() throws Exception {
    host.close();
  }

  /** How a bundle is shipped. */
  enum Shape {
    FOLDER,
    ZIP,
    JAR
  }

  @ParameterizedTest
  @EnumSource
  void everythingOfABundle_isSeenAsWithPf4jsOwn(Shape shape) throws Exception {
    for (int seed = 0; seed < BUNDLES; seed++) {
      String id = "plugin-" + seed;
      Map<String, byte[]> files = new Bundle(new Random(seed), shape, id).files();
      write(shape, id, files);
    }
    VerifyingPluginManager manager =
        host.opened(host.builder().sealing(SealingMode.ON_READ).build());
    manager.loadPlugins();
    assertThat(manager.getPlugins()).hasSize(BUNDLES);

    for (PluginWrapper plugin : manager.getPlugins()) {
      try (PluginClassLoader plain = plain(manager, plugin)) {
        compare(plugin, (OnReadClassLoader) plugin.getPluginClassLoader(), plain);
      }
    }
  }

  private void write(Shape shape, String id, Map<String, byte[]> files) {
    String signature = shape == Shape.JAR ? "META-INF/signature.json" : "signature.json";
    Map<String, byte[]> signed = host.author(id).signed(withoutFolders(files), signature);
    Map<String, byte[]> all = new LinkedHashMap<>(files);
    all.put(signature, signed.get(signature));
    switch (shape) {
      case FOLDER -> Trees.folder(host.plugins().resolve(id), withoutFolders(all));
      case ZIP -> Trees.archive(host.plugins().resolve(id + ".zip"), withoutFolders(all));
      case JAR -> Trees.archive(host.plugins().resolve(id + ".jar"), all);
    }
  }

  private static Map<String, byte[]> withoutFolders(Map<String, byte[]> files) {
    Map<String, byte[]> left = new LinkedHashMap<>(files);
    left.keySet().removeIf(path -> path.endsWith("/"));
    return left;
  }

  private static PluginClassLoader plain(VerifyingPluginManager manager, PluginWrapper plugin) {
    return (PluginClassLoader)
        new CompoundPluginLoader()
            .add(new JarPluginLoader(manager))
            .add(new DefaultPluginLoader(manager))
            .loadPlugin(plugin.getPluginPath(), plugin.getDescriptor());
  }

  private static void compare(PluginWrapper plugin, OnReadClassLoader ours, PluginClassLoader plain)
      throws Exception {
    assertThat(ours.getURLs()).isEqualTo(plain.getURLs());
    for (String name : Bundle.ALL_NAMES) {
      String at = plugin.getPluginId() + ": " + name;
      assertThat(content(ours.getResource(name)))
          .as(at)
          .isEqualTo(content(plain.getResource(name)));
      assertThat(contents(ours, name)).as(at).isEqualTo(contents(plain, name));
      assertThat(content(ours.findResource(name)))
          .as(at)
          .isEqualTo(content(plain.findResource(name)));
      assertThat(stream(ours, name)).as(at).isEqualTo(stream(plain, name));
    }
    for (String type : Bundle.ALL_CLASSES) {
      assertThat(seen(ours, type))
          .as(plugin.getPluginId() + ": " + type)
          .isEqualTo(seen(plain, type));
    }
    assertThat(services(ours)).as(plugin.getPluginId()).isEqualTo(services(plain));
  }

  private static List<String> services(ClassLoader loader) {
    List<String> found = new ArrayList<>();
    try {
      for (Supplier<?> each : ServiceLoader.load(Supplier.class, loader)) {
        found.add(String.valueOf(each.get()));
      }
    } catch (SecurityException | ServiceConfigurationError e) {
      found.add(e.getClass() + ": " + e.getMessage());
    }
    return found;
  }

  private static List<String> contents(ClassLoader loader, String name) throws IOException {
    List<String> all = new ArrayList<>();
    for (URL url : Collections.list(loader.getResources(name))) {
      all.add(content(url));
    }
    return all;
  }

  private static String content(@Nullable URL url) throws IOException {
    if (url == null) {
      return "none";
    }
    try (InputStream in = url.openStream()) {
      String text = new String(in.readAllBytes(), UTF_8);
      if (url.getProtocol().equals("signet")) {
        assertThat(url.openConnection().getContentLengthLong()).isGreaterThanOrEqualTo(0);
      }
      return url.getPath().endsWith("/") ? "folder" : text;
    }
  }

  private static String stream(ClassLoader loader, String name) throws IOException {
    try (InputStream in = loader.getResourceAsStream(name)) {
      return in == null ? "none" : new String(in.readAllBytes(), UTF_8);
    }
  }

  /** Returns all that a class tells of where it comes from, or why there is none. */
  private static String seen(ClassLoader loader, String name) {
    Throwable thrown;
    try {
      Class<?> type = loader.loadClass(name);
      Package in = type.getPackage();
      return String.join(
          "|",
          type.getName(),
          type.getDeclaredConstructor().newInstance().toString(),
          "" + (type.getClassLoader() == loader),
          "" + type.getProtectionDomain().getCodeSource().getLocation(),
          "" + in.getSpecificationTitle(),
          "" + in.getImplementationVersion(),
          "" + in.getImplementationVendor(),
          "" + in.isSealed());
    } catch (ReflectiveOperationException | LinkageError | SecurityException e) {
      thrown = e;
    }
    return thrown.getClass().getName() + ": " + thrown.getMessage();
  }

  @Test
  void loader_whenClosed_findsNothingMore() throws Exception {
    write(Shape.JAR, "plugin", new Bundle(new Random(1), Shape.JAR, "plugin").files());
    VerifyingPluginManager manager =
        host.opened(host.builder().sealing(SealingMode.ON_READ).build());
    manager.loadPlugins();
    OnReadClassLoader loader = (OnReadClassLoader) manager.getPluginClassLoader("plugin");
    URL kept = loader.getResource("a/b/text.txt");

    manager.unloadPlugin("plugin");

    assertThat(loader.findResource("a/b/text.txt")).isNull();
    assertThatThrownBy(() -> loader.loadClass("a.b.One"))
        .isInstanceOf(ClassNotFoundException.class);
    if (kept != null) {
      assertThat(catchThrowable(kept::openStream))
          .isInstanceOf(IOException.class)
          .hasMessageNotContaining("was changed");
    }
  }

  @Test
  void loader_whenItsThreadIsInterrupted_goesOnReading() throws Exception {
    write(Shape.JAR, "plugin", new Bundle(new Random(1), Shape.JAR, "plugin").files());
    VerifyingPluginManager manager =
        host.opened(host.builder().sealing(SealingMode.ON_READ).build());
    manager.loadPlugins();
    OnReadClassLoader loader = (OnReadClassLoader) manager.getPluginClassLoader("plugin");

    Thread.currentThread().interrupt();
    String interrupted = stream(loader, "META-INF/MANIFEST.MF");
    assertThat(Thread.interrupted()).isTrue();

    assertThat(interrupted).contains("plugin").isEqualTo(stream(loader, "META-INF/MANIFEST.MF"));
  }

  @Test
  void addressOfAResource_leadsToOthersBesideIt() throws Exception {
    write(Shape.ZIP, "plugin", new Bundle(new Random(1), Shape.ZIP, "plugin").files());
    VerifyingPluginManager manager =
        host.opened(host.builder().sealing(SealingMode.ON_READ).build());
    manager.loadPlugins();
    URL one = manager.getPluginClassLoader("plugin").getResource("always/one.txt");

    assertThat(content(new URL(one, "other.txt"))).isEqualTo("other");
    assertThat(content(new URL(one, "../always/one.txt"))).isEqualTo("one");
    assertThatThrownBy(() -> new URL(one, "absent.txt").openStream())
        .isInstanceOf(FileNotFoundException.class);
    assertThatThrownBy(() -> new URL(one, "/etc/passwd").openStream())
        .isInstanceOf(IOException.class);
    assertThat(one.toURI().toString()).startsWith("signet:/");
  }

  /** A bundle of what class paths of real plugins have, put together by chance. */
  private static final class Bundle {
    static final List<String> ALL_CLASSES =
        List.of("a.b.One", "a.b.Two", "c.Three", "NoPackage", "c.d.Missing", "a.b.Service");
    static final List<String> TEXTS =
        List.of(
            "a/b/text.txt",
            "top.txt",
            "with space.txt",
            "\u00e4\u20ac.txt",
            "c/100%25.txt",
            "empty");
    static final List<String> ALL_NAMES = names();

    private final Random random;
    private final Shape shape;
    private final String id;
    private int count;

    Bundle(Random random, Shape shape, String id) {
      this.random = random;
      this.shape = shape;
      this.id = id;
    }

    private static List<String> names() {
      TreeSet<String> names = new TreeSet<>(TEXTS);
      names.addAll(
          List.of(
              "a/b",
              "a/b/",
              "c",
              "c/",
              "META-INF/",
              "META-INF/MANIFEST.MF",
              "absent",
              "a/b/../b/text.txt",
              "META-INF/services/java.util.function.Supplier",
              "META-INF/extensions.idx",
              "plugin.properties",
              "META-INF/versions/11/a/b/text.txt",
              "java/lang/Object.class",
              "",
              "/top.txt"));
      for (String type : ALL_CLASSES) {
        names.add(type.replace('.', '/') + ".class");
      }
      return List.copyOf(names);
    }

    Map<String, byte[]> files() {
      Map<String, byte[]> files = new LinkedHashMap<>();
      if (shape == Shape.JAR) {
        files.putAll(jar(true));
        return files;
      }
      files.put("plugin.properties", Trees.properties(id, "1.0.0"));
      content().forEach((path, bytes) -> files.put("classes/" + path, bytes));
      files.put("classes/always/one.txt", "one".getBytes(UTF_8));
      files.put("classes/always/other.txt", "other".getBytes(UTF_8));
      for (int jar = random.nextInt(4); jar > 0; jar--) {
        files.put("lib/" + jar + ".jar", Trees.archiveBytes(jar(false)));
      }
      if (chance()) {
        files.put("lib/broken.jar", "no jar".getBytes(UTF_8));
      }
      return files;
    }

    private Map<String, byte[]> jar(boolean isPlugin) {
      List<String> attributes = new ArrayList<>();
      if (isPlugin) {
        attributes.addAll(List.of("Plugin-Id", id, "Plugin-Version", "1.0.0"));
      }
      boolean multiRelease = chance();
      if (multiRelease) {
        attributes.addAll(List.of("Multi-Release", "true"));
      }
      if (chance()) {
        attributes.addAll(
            List.of("Specification-Title", "spec " + count, "Implementation-Version", "7"));
      }
      if (chance()) {
        attributes.addAll(List.of("Sealed", "true"));
      }
      if (!isPlugin && chance()) {
        attributes.addAll(List.of("Class-Path", "2.jar absent.jar 3.jar"));
      }
      Map<String, byte[]> files = new LinkedHashMap<>();
      if (isPlugin || chance()) {
        files.put("META-INF/MANIFEST.MF", Trees.manifest(attributes.toArray(String[]::new)));
      }
      if (chance()) {
        files.put("META-INF/", new byte[0]);
        files.put("a/", new byte[0]);
        files.put("a/b/", new byte[0]);
      }
      Map<String, byte[]> content = content();
      if (content.keySet().stream().noneMatch(path -> path.startsWith("a/b/"))) {
        files.remove("a/");
        files.remove("a/b/");
      }
      files.putAll(content);
      for (int version : new int[] {9, 11, 17, 99}) {
        if (chance()) {
          content()
              .forEach(
                  (path, bytes) -> files.put("META-INF/versions/" + version + "/" + path, bytes));
        }
      }
      return files;
    }

    private Map<String, byte[]> content() {
      Map<String, byte[]> files = new LinkedHashMap<>();
      for (String text : TEXTS) {
        if (chance()) {
          files.put(
              text, text.equals("empty") ? new byte[0] : (text + " " + count++).getBytes(UTF_8));
        }
      }
      for (String type : ALL_CLASSES) {
        if (!type.endsWith("Missing") && chance()) {
          files.putAll(compiled(type, count++ % 3));
          if (type.endsWith("Service")) {
            files.put(
                "META-INF/services/java.util.function.Supplier", "a.b.Service\n".getBytes(UTF_8));
          }
        }
      }
      return files;
    }

    private boolean chance() {
      return random.nextBoolean();
    }

    private static Map<String, byte[]> compiled(String type, int variant) {
      int dot = type.lastIndexOf('.');
      String header = dot < 0 ? "" : "package " + type.substring(0, dot) + ";";
      String source =
          header
              + " public class "
              + type.substring(dot + 1)
              + " implements java.util.function.Supplier<String> { public String get() { return"
              + " toString(); } public String toString() { return \"variant "
              + variant
              + "\"; } }";
      return JavaSources.compile(Map.of(type, source), List.of());
    }
  }
}

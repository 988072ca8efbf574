package dev.signet.testkit;

import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import javax.tools.FileObject;
import javax.tools.ForwardingJavaFileManager;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;

/** Compiles classes of plugins in memory, the same sources once. */
public final class JavaSources {
  private static final Map<List<Object>, Map<String, byte[]>> COMPILED = new ConcurrentHashMap<>();

  private JavaSources() {}

  /**
   * Returns class files by path below the class folder.
   *
   * @param sources by qualified class name
   * @param visible classes whose jars or folders are on the class path
   */
  public static Map<String, byte[]> compile(Map<String, String> sources, List<Class<?>> visible) {
    List<Object> all = List.of(Map.copyOf(sources), List.copyOf(visible));
    return new TreeMap<>(COMPILED.computeIfAbsent(all, unused -> compileAnew(sources, visible)));
  }

  private static Map<String, byte[]> compileAnew(
      Map<String, String> sources, List<Class<?>> visible) {
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    StringWriter messages = new StringWriter();
    Map<String, ByteArrayOutputStream> output = new LinkedHashMap<>();
    List<JavaFileObject> units =
        sources.entrySet().stream()
            .map(source -> (JavaFileObject) new Source(source.getKey(), source.getValue()))
            .toList();
    List<String> options =
        List.of("-proc:none", "-classpath", classPath(visible), "--release", "17");
    try (StandardJavaFileManager standard = compiler.getStandardFileManager(null, null, null);
        InMemory files = new InMemory(standard, output)) {
      if (!compiler.getTask(messages, files, null, options, null, units).call()) {
        throw new IllegalArgumentException(messages.toString());
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    Map<String, byte[]> classes = new TreeMap<>();
    output.forEach(
        (name, bytes) -> classes.put(name.replace('.', '/') + ".class", bytes.toByteArray()));
    return classes;
  }

  private static String classPath(List<Class<?>> visible) {
    return visible.stream()
        .map(type -> location(type).toString())
        .distinct()
        .collect(Collectors.joining(File.pathSeparator));
  }

  /** Returns the jar or folder that a class comes from. */
  static Path location(Class<?> type) {
    try {
      return Path.of(type.getProtectionDomain().getCodeSource().getLocation().toURI());
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }

  private static final class Source extends SimpleJavaFileObject {
    private final String text;

    Source(String className, String text) {
      super(URI.create("string:///" + className.replace('.', '/') + ".java"), Kind.SOURCE);
      this.text = text;
    }

    @Override
    public CharSequence getCharContent(boolean ignoreEncodingErrors) {
      return text;
    }
  }

  private static final class InMemory extends ForwardingJavaFileManager<StandardJavaFileManager> {
    private final Map<String, ByteArrayOutputStream> output;

    InMemory(StandardJavaFileManager files, Map<String, ByteArrayOutputStream> output) {
      super(files);
      this.output = output;
    }

    @Override
    public JavaFileObject getJavaFileForOutput(
        Location location, String className, JavaFileObject.Kind kind, FileObject sibling) {
      return new SimpleJavaFileObject(URI.create("mem:///" + className), kind) {
        @Override
        public OutputStream openOutputStream() {
          ByteArrayOutputStream bytes = new ByteArrayOutputStream();
          output.put(className, bytes);
          return bytes;
        }
      };
    }
  }
}

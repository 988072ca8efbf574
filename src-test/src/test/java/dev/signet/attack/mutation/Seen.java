package dev.signet.attack.mutation;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.signet.bundle.BundleKind;
import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.net.URLClassLoader;
import java.net.URLConnection;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/**
 * What others than the library see of a bundle: its files, and what a class loader finds in it.
 *
 * @param files content by path, folders left out
 * @param found the content of each resource, for every name there is anywhere, folders included
 */
record Seen(Map<String, ByteBuffer> files, Map<String, List<ByteBuffer>> found) {
  /** Sees a jar, or a folder with {@code classes} and {@code lib} as PF4J has them. */
  static Seen of(Path bundle, Set<String> names) throws IOException {
    boolean jar = BundleKind.ofArchive(bundle.getFileName().toString()).isPresent();
    Map<String, ByteBuffer> files = jar ? ofArchive(bundle) : ofFolder(bundle);
    Set<String> all = new TreeSet<>(names);
    List<URL> places = new ArrayList<>();
    for (Path place : jar ? List.of(bundle) : places(bundle)) {
      places.add(place.toUri().toURL());
      all.addAll(namesIn(place));
    }
    all.addAll(files.keySet());
    files.keySet().removeIf(name -> name.endsWith("/"));
    return new Seen(files, found(places, all));
  }

  private static List<Path> places(Path folder) throws IOException {
    List<Path> places = new ArrayList<>(List.of(folder.resolve("classes")));
    if (Files.isDirectory(folder.resolve("lib"))) {
      try (Stream<Path> jars = Files.list(folder.resolve("lib"))) {
        jars.filter(jar -> jar.toString().endsWith(".jar")).sorted().forEach(places::add);
      }
    }
    return places;
  }

  static Map<String, ByteBuffer> ofFolder(Path folder) throws IOException {
    Map<String, ByteBuffer> files = new TreeMap<>();
    try (Stream<Path> tree = Files.walk(folder)) {
      for (Path file : tree.filter(Files::isRegularFile).toList()) {
        files.put(folder.relativize(file).toString(), ByteBuffer.wrap(Files.readAllBytes(file)));
      }
    }
    return files;
  }

  static Map<String, ByteBuffer> ofArchive(Path archive) throws IOException {
    Map<String, ByteBuffer> files = new TreeMap<>();
    try (ZipFile zip = new ZipFile(archive.toFile())) {
      for (ZipEntry entry : Collections.list(zip.entries())) {
        try (InputStream in = zip.getInputStream(entry)) {
          ByteBuffer content = ByteBuffer.wrap(in.readAllBytes());
          if (!entry.isDirectory() || content.hasRemaining()) {
            files.merge(
                entry.getName(), content, (one, other) -> ByteBuffer.wrap("twice".getBytes(UTF_8)));
          }
        }
      }
    }
    return files;
  }

  /** Returns the names of files and folders; those of folders end in a slash. */
  private static List<String> namesIn(Path place) throws IOException {
    if (Files.isDirectory(place)) {
      try (Stream<Path> tree = Files.walk(place)) {
        return tree.map(path -> place.relativize(path) + (Files.isDirectory(path) ? "/" : ""))
            .filter(name -> !name.equals("/"))
            .toList();
      }
    }
    if (!Files.exists(place)) {
      return List.of();
    }
    try (ZipFile zip = new ZipFile(place.toFile())) {
      return zip.stream().map(ZipEntry::getName).toList();
    }
  }

  private static Map<String, List<ByteBuffer>> found(List<URL> places, Set<String> names)
      throws IOException {
    Map<String, List<ByteBuffer>> found = new TreeMap<>();
    try (URLClassLoader loader =
        new URLClassLoader(places.toArray(URL[]::new), ClassLoader.getPlatformClassLoader())) {
      for (String name : names) {
        List<ByteBuffer> contents = new ArrayList<>();
        for (URL url : Collections.list(loader.findResources(name))) {
          contents.add(name.endsWith("/") ? ByteBuffer.allocate(0) : content(url));
        }
        found.put(name, contents);
      }
      Object probe = loader.loadClass(Probe.class.getName()).getDeclaredConstructor().newInstance();
      found.put("probe", List.of(UTF_8.encode(probe.toString())));
    } catch (ReflectiveOperationException | LinkageError e) {
      throw new IOException("The class cannot be loaded.", e);
    }
    return found;
  }

  private static ByteBuffer content(URL url) throws IOException {
    if (url.getProtocol().equals("file") && Files.isDirectory(Path.of(url.getPath()))) {
      return ByteBuffer.allocate(0);
    }
    URLConnection connection = url.openConnection();
    connection.setUseCaches(false);
    try (InputStream in = connection.getInputStream()) {
      return ByteBuffer.wrap(in.readAllBytes());
    }
  }
}

package dev.signet.testkit;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.nio.file.LinkOption.NOFOLLOW_LINKS;
import static java.nio.file.StandardCopyOption.COPY_ATTRIBUTES;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.jar.Attributes;
import java.util.jar.Manifest;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/**
 * Ordinary bundles from a map of relative path to content. A path that ends in {@code /} makes an
 * empty folder.
 */
public final class Trees {
  private Trees() {}

  /** Returns a map of paths and texts in this order: {@code files("a.txt", "text", …)}. */
  public static Map<String, byte[]> files(String... pathsAndTexts) {
    Map<String, byte[]> files = new LinkedHashMap<>();
    for (int i = 0; i < pathsAndTexts.length; i += 2) {
      files.put(pathsAndTexts[i], pathsAndTexts[i + 1].getBytes(UTF_8));
    }
    return files;
  }

  /** Writes the files below a folder, which is made when it is not there, and returns it. */
  public static Path folder(Path folder, Map<String, byte[]> files) {
    try {
      Files.createDirectories(folder);
      for (Map.Entry<String, byte[]> file : files.entrySet()) {
        Path target = folder.resolve(file.getKey());
        if (file.getKey().endsWith("/")) {
          Files.createDirectories(target);
        } else {
          Files.createDirectories(target.getParent());
          Files.write(target, file.getValue());
        }
      }
      return folder;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Copies a folder with all that is in it, with permissions and times; owners may still write. */
  public static Path copy(Path folder, Path target) {
    try (Stream<Path> tree = Files.walk(folder)) {
      Files.createDirectories(target.toAbsolutePath().getParent());
      for (Path path : tree.toList()) {
        Path copy = target.resolve(folder.relativize(path));
        Files.copy(path, copy, COPY_ATTRIBUTES, NOFOLLOW_LINKS);
        copy.toFile().setWritable(true, true);
      }
      return target;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Returns what is in the bundles of a plugins root: a hash of each file's content by its path.
   */
  public static Map<String, Integer> bundles(Path root) {
    try (Stream<Path> tree = Files.walk(root)) {
      Map<String, Integer> files = new TreeMap<>();
      for (Path file : tree.filter(Files::isRegularFile).toList()) {
        Path path = root.relativize(file);
        if (!path.startsWith(".signet-install")) {
          files.put(path.toString(), Arrays.hashCode(Files.readAllBytes(file)));
        }
      }
      return files;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Deletes a folder with all that is in it, also what is read-only; it may not be there. */
  public static void delete(Path folder) {
    if (Files.notExists(folder, NOFOLLOW_LINKS)) {
      return;
    }
    try (Stream<Path> tree = Files.walk(folder)) {
      for (Path path : tree.sorted(Comparator.reverseOrder()).toList()) {
        path.getParent().toFile().setWritable(true, true);
        Files.delete(path);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Writes an ordinary zip or jar of the files, as most tools would, and returns its path. */
  public static Path archive(Path archive, Map<String, byte[]> files) {
    return write(archive, archiveBytes(files));
  }

  /** Returns an ordinary zip or jar of the files; equal files give equal bytes. */
  public static byte[] archiveBytes(Map<String, byte[]> files) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(bytes, UTF_8)) {
      for (Map.Entry<String, byte[]> file : files.entrySet()) {
        ZipEntry entry = new ZipEntry(file.getKey());
        entry.setTime(0);
        zip.putNextEntry(entry);
        zip.write(file.getValue());
        zip.closeEntry();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  /** Writes bytes to a file, whose folder is made when it is not there, and returns its path. */
  public static Path write(Path file, byte[] bytes) {
    try {
      Files.createDirectories(file.toAbsolutePath().getParent());
      return Files.write(file, bytes);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Returns a jar manifest with these main attributes: {@code manifest("Plugin-Id", "x", …)}. */
  public static byte[] manifest(String... namesAndValues) {
    Manifest manifest = new Manifest();
    manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
    for (int i = 0; i < namesAndValues.length; i += 2) {
      manifest.getMainAttributes().putValue(namesAndValues[i], namesAndValues[i + 1]);
    }
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (OutputStream out = bytes) {
      manifest.write(out);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  /** Returns a {@code plugin.properties} of PF4J. */
  public static byte[] properties(String id, String version) {
    return ("plugin.id=" + id + "\nplugin.version=" + version + "\n").getBytes(UTF_8);
  }
}

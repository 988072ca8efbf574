package dev.signet.bundle.descriptor;

import dev.signet.Internal;
import dev.signet.bundle.BundleKind;
import dev.signet.bundle.EntryPath;
import dev.signet.bundle.archive.DirectorySize;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.zip.ZipFile;

/**
 * What a plugin consists of.
 *
 * @param kind how it is shipped
 * @param files all there are
 * @param jars private copies of the jars in it, by path; of a single jar the copy of itself, under
 *     whatever name
 */
@Internal
public record PluginContent(BundleKind kind, List<EntryPath> files, Map<EntryPath, Path> jars) {
  private static final Pattern VERSIONED = Pattern.compile("META-INF/versions/[1-9][0-9]*/");

  /** Copies list and map. */
  public PluginContent {
    files = List.copyOf(files);
    jars = Map.copyOf(jars);
  }

  boolean isJar() {
    return kind == BundleKind.JAR;
  }

  /** Returns whether PF4J 3.15.0 finds the class where it looks. */
  boolean isLoadable(String name) {
    String file = fileOf(name);
    if (name.indexOf('/') >= 0) {
      return false;
    }
    String root = isJar() ? "" : "classes/";
    return files.stream().anyMatch(path -> isBelow(path.value(), root, file))
        || (!isJar()
            && jars.entrySet().stream()
                .filter(jar -> jar.getKey().value().startsWith("lib/"))
                .anyMatch(jar -> contains(jar.getValue(), file)));
  }

  private static boolean isBelow(String path, String root, String file) {
    if (!path.startsWith(root) || !path.endsWith(file)) {
      return false;
    }
    String between = path.substring(root.length(), path.length() - file.length());
    return between.isEmpty() || VERSIONED.matcher(between).matches();
  }

  /** Returns where else the class lies. */
  Optional<String> placeOf(String name) {
    String file = fileOf(name);
    return files.stream()
        .map(EntryPath::value)
        .filter(path -> path.equals(file) || path.endsWith("/" + file))
        .findFirst()
        .or(
            () ->
                isJar()
                    ? Optional.empty()
                    : jars.entrySet().stream()
                        .filter(jar -> contains(jar.getValue(), file))
                        .map(jar -> "in " + jar.getKey())
                        .findFirst());
  }

  private static boolean contains(Path jar, String file) {
    try (ZipFile zip = open(jar)) {
      return zip.stream().anyMatch(entry -> isBelow(entry.getName(), "", file));
    } catch (IOException | IllegalArgumentException e) {
      // No jar to class loaders either.
      return false;
    }
  }

  private static ZipFile open(Path jar) throws IOException {
    DirectorySize.requireBounded(jar, jar.toString());
    return new ZipFile(jar.toFile(), StandardCharsets.UTF_8);
  }

  private static String fileOf(String name) {
    return name.replace('.', '/') + ".class";
  }
}

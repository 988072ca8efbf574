package dev.signet.admit.read;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Path;
import java.text.Collator;
import java.util.HashSet;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.jar.Manifest;

/** A folder on the class path of a plugin. */
final class CheckedFolder implements ClassPathPart {
  private final CheckedCopy copy;
  private final Path location;
  private final String prefix;

  /**
   * @param prefix how paths of files in it begin; empty for the copy itself
   */
  CheckedFolder(CheckedCopy copy, Path location, String prefix) {
    this.copy = copy;
    this.location = location;
    this.prefix = prefix;
  }

  @Override
  public Path location() {
    return location;
  }

  @Override
  public boolean isJar() {
    return false;
  }

  @Override
  public Optional<String> find(String asked) {
    String name = asked.contains("./") || asked.contains("//") ? normal(asked) : asked;
    String path = prefix + name;
    if (copy.contents().files().containsKey(path)) {
      return Optional.of(name);
    }
    String folder = path.endsWith("/") ? path.substring(0, path.length() - 1) : path;
    return folder.isEmpty() || copy.contents().folders().contains(folder)
        ? Optional.of(name)
        : Optional.empty();
  }

  /** The JDK has the file system make sense of such a name, and sees that it stays inside. */
  private static String normal(String name) {
    String normal = Path.of(name).normalize().toString().replace('\\', '/');
    return normal.isEmpty() || normal.startsWith("..") || !name.endsWith("/")
        ? normal
        : normal + "/";
  }

  @Override
  public byte[] read(String found) throws IOException {
    String path = prefix + found;
    return copy.contents().files().containsKey(path) ? copy.read(path) : children(path);
  }

  /** Lists a folder as the JDK does where one is read by its address. */
  private byte[] children(String path) {
    String start = path.isEmpty() || path.endsWith("/") ? path : path + "/";
    Set<String> names = new HashSet<>();
    for (String file : copy.contents().files().keySet()) {
      if (file.startsWith(start)) {
        int end = file.indexOf('/', start.length());
        names.add(file.substring(start.length(), end < 0 ? file.length() : end));
      }
    }
    StringBuilder text = new StringBuilder();
    names.stream()
        .sorted(Collator.getInstance(Locale.getDefault()))
        .forEach(name -> text.append(name).append('\n'));
    return text.toString().getBytes(UTF_8);
  }

  @Override
  public Optional<Manifest> manifest() {
    return Optional.empty();
  }

  @Override
  public void close() {}
}

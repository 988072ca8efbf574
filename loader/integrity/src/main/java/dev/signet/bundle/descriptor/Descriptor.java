package dev.signet.bundle.descriptor;

import dev.signet.bundle.EntryPath;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Properties;
import java.util.TreeMap;
import java.util.jar.Attributes;

/**
 * What one file says about who the plugin is. Texts are as the file has them; empty where it says
 * nothing.
 *
 * @param fields all it says to PF4J, by the names it has them under
 */
record Descriptor(
    EntryPath file,
    String id,
    String version,
    String pluginClass,
    String dependencies,
    Map<String, String> fields) {
  private static final String IN_PROPERTIES = "plugin.";
  private static final String IN_MANIFEST = "Plugin-";

  /** As many as the name of a file may have: every report repeats id and version. */
  private static final int MOST_CHARACTERS = 255;

  /** Copies the fields. */
  Descriptor {
    fields = Map.copyOf(fields);
  }

  /**
   * Checks that id and version are no longer than people can read.
   *
   * @throws IOException when one is
   */
  void requireShort() throws IOException {
    if (Math.max(id.length(), version.length()) > MOST_CHARACTERS) {
      throw new IOException(
          "its id or version has more than " + MOST_CHARACTERS + " characters; shorten it");
    }
  }

  /** Returns whether it says which plugin this is. */
  boolean namesPlugin() {
    return !id.isEmpty();
  }

  /**
   * Reads a {@code plugin.properties} as PF4J's {@code PropertiesPluginDescriptorFinder} does.
   *
   * @throws IOException when it cannot be read
   */
  static Descriptor ofProperties(EntryPath file, byte[] content) throws IOException {
    Properties properties = new Properties();
    try {
      properties.load(new ByteArrayInputStream(content));
    } catch (IllegalArgumentException e) {
      throw new IOException("it has a malformed \\u escape", e);
    }
    Map<String, String> fields = new TreeMap<>();
    for (String name : properties.stringPropertyNames()) {
      if (name.startsWith(IN_PROPERTIES)) {
        fields.put(name, properties.getProperty(name));
      }
    }
    return new Descriptor(
        file,
        properties.getProperty("plugin.id", ""),
        properties.getProperty("plugin.version", ""),
        properties.getProperty("plugin.class", ""),
        properties.getProperty("plugin.dependencies", ""),
        fields);
  }

  /**
   * Reads a {@code MANIFEST.MF} as PF4J's {@code ManifestPluginDescriptorFinder} does.
   *
   * @throws IOException when it cannot be read
   */
  static Descriptor ofManifest(EntryPath file, byte[] content) throws IOException {
    Attributes attributes = MainAttributes.read(content);
    Map<String, String> fields = new TreeMap<>();
    attributes.forEach(
        (name, value) -> {
          if (name.toString().regionMatches(true, 0, IN_MANIFEST, 0, IN_MANIFEST.length())) {
            fields.put(name.toString(), String.valueOf(value));
          }
        });
    return new Descriptor(
        file,
        value(attributes, "Plugin-Id"),
        value(attributes, "Plugin-Version"),
        value(attributes, "Plugin-Class"),
        value(attributes, "Plugin-Dependencies"),
        fields);
  }

  private static String value(Attributes attributes, String name) {
    return Optional.ofNullable(attributes.getValue(name)).orElse("");
  }

  /** Returns in what the other one contradicts this one; empty when in nothing. */
  Optional<String> mismatch(Descriptor other) {
    if (!id.equals(other.id)) {
      return Optional.of(difference("id", id, other.id, other.file));
    }
    if (differ(version, other.version)) {
      return Optional.of(difference("version", version, other.version, other.file));
    }
    return differ(pluginClass, other.pluginClass)
        ? Optional.of(difference("class", pluginClass, other.pluginClass, other.file))
        : Optional.empty();
  }

  // Written out: what the compiler makes of a record is linked when the first one is asked for it.
  @Override
  public int hashCode() {
    return Objects.hash(file, id, version);
  }

  private static boolean differ(String a, String b) {
    return !a.isEmpty() && !b.isEmpty() && !a.equals(b);
  }

  private String difference(String what, String mine, String other, EntryPath otherFile) {
    String start = "The " + what + " is '" + mine + "' in " + file;
    return start + ", but '" + other + "' in " + otherFile + ".";
  }

  /** Returns what is wrong with an id or version; empty when nothing is. */
  static Optional<String> textProblem(String what, String text) {
    if (text.isEmpty()) {
      return Optional.of("It names no " + what + ".");
    }
    if (!text.equals(text.strip())) {
      return Optional.of("Its " + what + " starts or ends with white space.");
    }
    boolean printable =
        text.codePoints()
            .noneMatch(
                c -> Character.isISOControl(c) || Character.getType(c) == Character.SURROGATE);
    return printable
        ? Optional.empty()
        : Optional.of("Its " + what + " has control characters or half characters.");
  }
}

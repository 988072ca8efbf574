package dev.signet.bundle.descriptor;

import dev.signet.bundle.EntryPath;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Reads who a plugin is from the keys of one file.
 *
 * @param keys where each of what there is to know stands in the file
 */
record KeyedReader(EntryPath file, Form form, Map<Key, String> keys)
    implements PluginDescriptorReader {
  /** What there is to know. */
  enum Key {
    ID,
    VERSION,
    REQUIRES,
    DEPENDENCIES,
    CLASS;

    String word() {
      return name().toLowerCase(Locale.ROOT);
    }

    static List<String> words() {
      return Arrays.stream(values()).map(Key::word).toList();
    }

    static Optional<Key> of(String word) {
      return Arrays.stream(values()).filter(each -> each.word().equals(word)).findFirst();
    }
  }

  /** How the file is written. */
  enum Form {
    YAML,
    JSON,
    PROPERTIES;

    static List<String> words() {
      return Arrays.stream(values()).map(form -> form.name().toLowerCase(Locale.ROOT)).toList();
    }

    static Optional<Form> of(String word) {
      return Arrays.stream(values())
          .filter(each -> each.name().toLowerCase(Locale.ROOT).equals(word))
          .findFirst();
    }

    /** Returns the key when nobody names another one. */
    String usual(Key key) {
      return (this == PROPERTIES ? "plugin." : "") + key.word();
    }
  }

  /** Copies the keys. In their order: verdicts are kept for a text of this, and others not. */
  KeyedReader {
    Map<Key, String> ordered = new EnumMap<>(Key.class);
    ordered.putAll(keys);
    keys = Collections.unmodifiableMap(ordered);
  }

  /**
   * Returns a reader.
   *
   * @throws IllegalArgumentException when the library for YAML is missing
   */
  static KeyedReader of(EntryPath file, Form form, Map<Key, String> keys) {
    if (form == Form.YAML) {
      ValueTree.requireYaml();
    }
    return new KeyedReader(file, form, keys);
  }

  @Override
  public List<String> files() {
    return List.of(file.value());
  }

  @Override
  public PluginDescription read(DescriptorFiles files) throws IOException {
    KeyedValues values =
        switch (form) {
          case YAML -> KeyedValues.ofYaml(files.text(file.value()).orElseThrow());
          case JSON -> KeyedValues.ofJson(files.text(file.value()).orElseThrow());
          case PROPERTIES -> KeyedValues.ofProperties(files.bytes(file.value()).orElseThrow());
        };
    return new PluginDescription(
        text(values, Key.ID),
        text(values, Key.VERSION),
        text(values, Key.REQUIRES),
        text(values, Key.CLASS),
        dependencies(values.at(keyOf(Key.DEPENDENCIES))));
  }

  private String keyOf(Key key) {
    return keys.getOrDefault(key, form.usual(key));
  }

  private String text(KeyedValues values, Key key) throws IOException {
    Object value = values.at(keyOf(key)).orElse("");
    if (value instanceof String text) {
      return text;
    }
    throw new IOException("'" + keyOf(key) + "' is no text");
  }

  private List<String> dependencies(Optional<Object> value) throws IOException {
    List<String> dependencies = new ArrayList<>();
    Object found = value.orElse("");
    if (found instanceof String text) {
      dependencies.addAll(List.of(text.split(",")));
    } else if (found instanceof List<?> list) {
      for (Object each : list) {
        dependencies.add(plain(each));
      }
    } else if (found instanceof Map<?, ?> ranges) {
      for (Map.Entry<?, ?> each : ranges.entrySet()) {
        String range = plain(each.getValue()).strip();
        boolean any = range.isEmpty() || range.equals("*");
        dependencies.add(any ? plain(each.getKey()) : each.getKey() + "@" + range);
      }
    }
    dependencies.removeIf(String::isBlank);
    return dependencies;
  }

  private String plain(Object value) throws IOException {
    if (value instanceof String text) {
      return text;
    }
    throw new IOException(
        "'"
            + keyOf(Key.DEPENDENCIES)
            + "' should be a text, a list of texts, or ids with a range each");
  }
}

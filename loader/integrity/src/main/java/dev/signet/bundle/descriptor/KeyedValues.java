package dev.signet.bundle.descriptor;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;

/** The values of a file by their keys. */
final class KeyedValues {
  private final Map<String, Object> root;
  private final boolean flat;

  private KeyedValues(Map<String, Object> root, boolean flat) {
    this.root = root;
    this.flat = flat;
  }

  static KeyedValues ofYaml(String text) throws IOException {
    return new KeyedValues(ValueTree.ofYaml(text), false);
  }

  static KeyedValues ofJson(String text) throws IOException {
    return new KeyedValues(ValueTree.ofJson(text), false);
  }

  /** In the encoding of PF4J's own properties. */
  static KeyedValues ofProperties(byte[] bytes) throws IOException {
    Properties properties = new Properties();
    try {
      properties.load(new ByteArrayInputStream(bytes));
    } catch (IllegalArgumentException e) {
      throw new IOException("it has a malformed \\u escape", e);
    }
    Map<String, Object> values = new LinkedHashMap<>();
    for (String name : properties.stringPropertyNames()) {
      values.put(name, properties.getProperty(name));
    }
    return new KeyedValues(values, true);
  }

  /** Returns the value of a key, in which dots lead down unless the file is flat. */
  Optional<Object> at(String key) {
    if (flat) {
      return Optional.ofNullable(root.get(key));
    }
    Object value = root;
    for (String step : key.split("\\.", -1)) {
      if (value instanceof Map<?, ?> map && map.containsKey(step)) {
        value = map.get(step);
      } else if (value instanceof List<?> list && step.matches("[0-9]{1,4}")) {
        int place = Integer.parseInt(step);
        if (place >= list.size()) {
          return Optional.empty();
        }
        value = list.get(place);
      } else {
        return Optional.empty();
      }
    }
    return Optional.of(value);
  }
}

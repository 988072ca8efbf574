package dev.signet.bundle.descriptor;

import dev.signet.bundle.EntryPath;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;

/** Finds the reader that a text names, see {@link PluginDescriptorReader#named}. */
final class NamedReader {
  private static final String EXAMPLE =
      "write FILE:FORMAT, as in plugin.yaml:yaml:id=metadata.name,version=spec.version, or the name"
          + " of a reader's class";

  private NamedReader() {}

  static PluginDescriptorReader of(String text) {
    return text.indexOf(':') < 0 ? service(text.strip()) : keyed(text);
  }

  private static PluginDescriptorReader keyed(String text) {
    String[] parts = text.split(":", 3);
    String file = parts[0].strip();
    EntryPath.violation(file)
        .ifPresent(
            violation -> {
              throw wrong(text, "names no file of a bundle: " + violation);
            });
    KeyedReader.Form form =
        KeyedReader.Form.of(parts[1].strip())
            .orElseThrow(
                () ->
                    wrong(
                        text,
                        "has the format '"
                            + parts[1].strip()
                            + "'; there are "
                            + String.join(", ", KeyedReader.Form.words())
                            + "."));
    Map<KeyedReader.Key, String> keys = new EnumMap<>(KeyedReader.Key.class);
    for (KeyedReader.Key key : KeyedReader.Key.values()) {
      keys.put(key, form.usual(key));
    }
    if (parts.length == 3) {
      keys.putAll(keys(text, parts[2]));
    }
    return KeyedReader.of(new EntryPath(file), form, keys);
  }

  private static Map<KeyedReader.Key, String> keys(String text, String list) {
    Map<KeyedReader.Key, String> keys = new EnumMap<>(KeyedReader.Key.class);
    for (String each : list.split(",", -1)) {
      int at = each.indexOf('=');
      String place = each.substring(at + 1).strip();
      Optional<KeyedReader.Key> key =
          at < 0 ? Optional.empty() : KeyedReader.Key.of(each.substring(0, at).strip());
      if (key.isEmpty() || place.isEmpty() || keys.put(key.get(), place) != null) {
        throw wrong(
            text,
            "has '"
                + each.strip()
                + "', which should be one of "
                + String.join(", ", KeyedReader.Key.words())
                + " with = and a key, each at most once.");
      }
    }
    return keys;
  }

  private static PluginDescriptorReader service(String className) {
    List<String> found = new ArrayList<>();
    try {
      for (ServiceLoader.Provider<PluginDescriptorReader> provider : providers()) {
        if (provider.type().getName().equals(className)) {
          return provider.get();
        }
        found.add(provider.type().getName());
      }
    } catch (ServiceConfigurationError e) {
      throw new IllegalArgumentException(
          "The readers of descriptors beside Signet cannot be found: " + e.getMessage(), e);
    }
    throw wrong(
        className,
        "is no reader of descriptors: "
            + (found.isEmpty()
                ? "no jar beside Signet's names one in META-INF/services/"
                    + PluginDescriptorReader.class.getName()
                : "there are " + String.join(", ", found))
            + ". If a file is meant, "
            + EXAMPLE
            + ".");
  }

  /** Beside Signet, and not by the thread's class loader: that may be a plugin's. */
  private static List<ServiceLoader.Provider<PluginDescriptorReader>> providers() {
    return ServiceLoader.load(
            PluginDescriptorReader.class, PluginDescriptorReader.class.getClassLoader())
        .stream()
        .toList();
  }

  private static IllegalArgumentException wrong(String text, String why) {
    boolean tells = why.contains(EXAMPLE);
    return new IllegalArgumentException(
        "'" + text + "' " + why + (tells ? "" : " Or " + EXAMPLE + "."));
  }
}

package dev.signet.spring;

import dev.signet.config.HostSettings;
import dev.signet.config.Node;
import dev.signet.trust.TrustSource;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.RecordComponent;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.bind.DataObjectPropertyName;
import org.springframework.boot.context.properties.source.ConfigurationProperty;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.boot.context.properties.source.ConfigurationPropertySource;
import org.springframework.boot.context.properties.source.ConfigurationPropertySources;
import org.springframework.boot.context.properties.source.IterableConfigurationPropertySource;
import org.springframework.boot.origin.Origin;
import org.springframework.boot.origin.PropertySourceOrigin;
import org.springframework.boot.origin.TextResourceOrigin;
import org.springframework.core.env.Environment;
import org.springframework.core.io.Resource;
import org.springframework.util.ReflectionUtils;

/**
 * Turns the bound settings into what signet-config reads. Names and values go over as they are, and
 * each with the place where the application has it from.
 */
final class SettingsTree {
  /** The starter's own, which the settings file does not have. */
  static final Set<String> OWN = Set.of("enabled", "application");

  private final Iterable<ConfigurationPropertySource> sources;
  private final Set<Path> files = new LinkedHashSet<>();

  private SettingsTree(Environment environment) {
    this.sources = ConfigurationPropertySources.get(environment);
  }

  /**
   * Returns the settings. Relative paths start at the working directory.
   *
   * @param trust the application's own; empty for what the settings name
   */
  static HostSettings of(
      SignetProperties properties, Environment environment, Optional<TrustSource> trust) {
    SettingsTree tree = new SettingsTree(environment);
    Node.Mapping root =
        tree.mapping(ConfigurationPropertyName.of(SignetProperties.PREFIX), properties);
    HostSettings.Origin origin =
        new HostSettings.Origin(SignetProperties.PREFIX + ".", List.copyOf(tree.files));
    return new HostSettings(Path.of(""), root, origin, trust);
  }

  private Node.Mapping mapping(ConfigurationPropertyName name, Record settings) {
    Map<String, Node.Member> members = new LinkedHashMap<>();
    for (RecordComponent component : settings.getClass().getRecordComponents()) {
      String key = component.getName();
      if (settings instanceof SignetProperties && OWN.contains(key)) {
        continue;
      }
      ConfigurationPropertyName at = name.append(DataObjectPropertyName.toDashedForm(key));
      Object value = ReflectionUtils.invokeMethod(component.getAccessor(), settings);
      if (value != null) {
        members.put(key, member(at, value));
      } else if (property(at) != null) {
        // Of an empty value Spring makes none at all, where it wants a number, say.
        members.put(key, member(at, ""));
      }
    }
    return new Node.Mapping("", members);
  }

  private Node.Member member(ConfigurationPropertyName name, Object value) {
    Node node = node(name, value);
    return new Node.Member(node.place(), node);
  }

  private Node node(ConfigurationPropertyName name, Object value) {
    if (value instanceof Record settings) {
      return mapping(name, settings);
    }
    if (value instanceof Map<?, ?> entries) {
      return mapping(name, entries);
    }
    if (value instanceof List<?> items && !items.isEmpty()) {
      return sequence(name, items);
    }
    // Spring makes an empty list of a value that is empty, as of a variable that is not set.
    String text = value instanceof List ? "" : value.toString();
    return new Node.Scalar(place(name), text);
  }

  private Node.Mapping mapping(ConfigurationPropertyName name, Map<?, ?> entries) {
    Map<String, Node.Member> members = new LinkedHashMap<>();
    entries.forEach(
        (key, value) -> {
          ConfigurationPropertyName at = name.append("[" + key + "]");
          requireAsWritten(name, at, String.valueOf(key));
          members.put(String.valueOf(key), member(at, value));
        });
    return new Node.Mapping("", members);
  }

  /** Of a key outside brackets Spring leaves signs out: what is set for it would be nobody's. */
  private void requireAsWritten(
      ConfigurationPropertyName map, ConfigurationPropertyName at, String key) {
    for (ConfigurationPropertySource source : sources) {
      if (source instanceof IterableConfigurationPropertySource all) {
        all.stream()
            .filter(name -> at.equals(name) || at.isAncestorOf(name))
            .map(source::getConfigurationProperty)
            .forEach(property -> requireAsWritten(property, map, key));
      }
    }
  }

  private static void requireAsWritten(
      @Nullable ConfigurationProperty property, ConfigurationPropertyName map, String key) {
    if (property == null || !(property.getOrigin() instanceof PropertySourceOrigin origin)) {
      return;
    }
    String written = origin.getPropertyName();
    String within = map.getLastElement(ConfigurationPropertyName.Form.UNIFORM);
    int end = written.toLowerCase(Locale.ROOT).indexOf(within) + within.length();
    String rest = written.substring(end).replaceFirst("^[._\\[]+", "");
    if (!rest.regionMatches(true, 0, key, 0, key.length())) {
      throw new StartException(
          origin
              + ": "
              + written
              + " for Spring is of '"
              + key
              + "': of a key outside brackets it takes letters, digits, '-' and '_' alone.",
          "Write the key in brackets, such as [my/plugin], in YAML as \"[my/plugin]\"; then start"
              + " again.");
    }
  }

  private Node.Sequence sequence(ConfigurationPropertyName name, List<?> items) {
    String whole = place(name);
    List<Node> nodes = new ArrayList<>();
    for (int i = 0; i < items.size(); i++) {
      String place = whole.isEmpty() ? place(name.append("[" + i + "]")) : whole;
      nodes.add(new Node.Scalar(place, String.valueOf(items.get(i))));
    }
    return new Node.Sequence(nodes.get(0).place(), nodes);
  }

  /** Returns where a value comes from; empty when its source cannot tell. */
  private String place(ConfigurationPropertyName name) {
    ConfigurationProperty property = property(name);
    Origin origin = property == null ? null : property.getOrigin();
    noteFile(origin);
    return origin == null ? "" : origin.toString();
  }

  private @Nullable ConfigurationProperty property(ConfigurationPropertyName name) {
    for (ConfigurationPropertySource source : sources) {
      ConfigurationProperty property = source.getConfigurationProperty(name);
      if (property != null) {
        return property;
      }
    }
    return null;
  }

  /** A value may come from a file by way of others, such as a placeholder's. */
  private void noteFile(@Nullable Origin origin) {
    if (origin == null) {
      return;
    }
    Origin told = origin instanceof PropertySourceOrigin source ? source.getOrigin() : origin;
    if (told instanceof TextResourceOrigin text) {
      noteFile(text.getResource());
    }
    noteFile(origin.getParent());
  }

  private void noteFile(@Nullable Resource resource) {
    if (resource != null && resource.isFile()) {
      try {
        files.add(resource.getFile().toPath().toAbsolutePath());
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }
}

package dev.signet.config;

import dev.signet.Internal;
import dev.signet.pf4j.VerifyingPluginManager;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Settings that are only to be tried: read by the same rules as a host's, but no folder is made or
 * followed, and no list is fetched; lists of the web count as they were kept last.
 */
@Internal
public final class SettingsPreview {
  private SettingsPreview() {}

  /**
   * Reads a file, and nothing that it names.
   *
   * @throws ConfigurationException telling what is wrong with its YAML
   */
  public static HostSettings read(Path file) throws ConfigurationException {
    return HostSettings.ofFile(file, YamlReader.read(file));
  }

  /**
   * Returns settings of which one has another value.
   *
   * @param key as in the documentation: {@code enforcement.expiry}
   * @param place where the value was given, for problems to name
   */
  public static HostSettings with(HostSettings settings, String key, String value, String place) {
    String[] path = key.split("\\.", -1);
    Node.Mapping root = with(settings.root(), path, 0, new Node.Scalar(place, value));
    return new HostSettings(settings.folder(), root, settings.origin(), settings.trust());
  }

  private static Node.Mapping with(Node.Mapping mapping, String[] path, int depth, Node value) {
    Map<String, Node.Member> members = new LinkedHashMap<>(mapping.members());
    Node.Member known = members.get(path[depth]);
    Node inner = value;
    if (depth + 1 < path.length) {
      Node.Mapping section =
          known != null && known.value() instanceof Node.Mapping found
              ? found
              : new Node.Mapping(value.place(), Map.of());
      inner = with(section, path, depth + 1, value);
    }
    members.put(path[depth], new Node.Member(value.place(), inner));
    return new Node.Mapping(mapping.place(), members);
  }

  /**
   * Returns a builder of a manager by these settings, which is not to be built.
   *
   * @throws ConfigurationException telling everything that is wrong, each with place and name
   */
  public static VerifyingPluginManager.Builder builder(HostSettings settings)
      throws ConfigurationException {
    return HostConfiguration.preview(settings).managerBuilder();
  }
}

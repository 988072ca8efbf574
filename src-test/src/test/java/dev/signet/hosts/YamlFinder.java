package dev.signet.hosts;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import dev.signet.bundle.descriptor.PluginDescriptorReader;
import dev.signet.testkit.PluginKit;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.zip.ZipFile;
import org.pf4j.DefaultPluginDescriptor;
import org.pf4j.PluginDependency;
import org.pf4j.PluginDescriptor;
import org.pf4j.PluginDescriptorFinder;
import org.pf4j.PluginRuntimeException;

/** A host's own finder, which knows nothing of Signet: {@code plugin.yaml} in a jar or a folder. */
final class YamlFinder implements PluginDescriptorFinder {
  /** The same for Signet. */
  static final PluginDescriptorReader READER =
      PluginDescriptorReader.named(
          "plugin.yaml:yaml:id=metadata.name,version=spec.version,class=spec.class,"
              + "requires=spec.requires,dependencies=spec.pluginDependencies");

  private static final String FILE = "plugin.yaml";

  @Override
  public boolean isApplicable(Path plugin) {
    return Files.exists(plugin);
  }

  @Override
  public PluginDescriptor find(Path plugin) {
    try {
      return descriptor(new ObjectMapper(new YAMLFactory()).readTree(content(plugin)));
    } catch (IOException e) {
      throw new PluginRuntimeException(e, "No plugin.yaml in {}", plugin);
    }
  }

  private static byte[] content(Path plugin) throws IOException {
    if (Files.isDirectory(plugin)) {
      return Files.readAllBytes(plugin.resolve(FILE));
    }
    try (ZipFile jar = new ZipFile(plugin.toFile());
        InputStream in = jar.getInputStream(jar.getEntry(FILE))) {
      return in.readAllBytes();
    }
  }

  private static PluginDescriptor descriptor(JsonNode plugin) {
    JsonNode spec = plugin.get("spec");
    DefaultPluginDescriptor descriptor =
        new DefaultPluginDescriptor(
            plugin.at("/metadata/name").asText(),
            spec.path("description").asText(),
            spec.path("class").asText(),
            spec.path("version").asText(),
            spec.path("requires").asText(),
            "",
            "");
    for (Map.Entry<String, JsonNode> need : spec.path("pluginDependencies").properties()) {
      descriptor.addDependency(
          new PluginDependency(need.getKey() + "@" + need.getValue().asText()));
    }
    return descriptor;
  }

  /** Describes the plugin of a kit in such a file. */
  static PluginKit describe(PluginKit kit, String id) {
    return kit.describedBy(
        FILE,
        """
        apiVersion: v1
        kind: Plugin
        metadata:
          name: %s
        spec:
          version: 1.0.0
          requires: ">=2.0.0"
          class: %s
          pluginDependencies: {}
        """
            .formatted(id, kit.pluginClass()));
  }
}

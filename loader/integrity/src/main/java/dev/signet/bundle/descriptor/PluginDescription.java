package dev.signet.bundle.descriptor;

import java.util.List;
import java.util.Objects;

/**
 * What a {@link PluginDescriptorReader} found. Texts are as the file has them: an id or version
 * that cannot be one is told where they are checked.
 *
 * @param id the plugin's id; empty when nothing names one, which is then refused
 * @param version the plugin's version; likewise
 * @param requires the range of host versions it is made for; empty for any
 * @param pluginClass the name of its class; empty for the host's or PF4J's own
 * @param dependencies plugins it needs, each as PF4J writes it: {@code a}, {@code a@>=1.0.0}, or
 *     {@code a?} for one that may be absent
 */
public record PluginDescription(
    String id, String version, String requires, String pluginClass, List<String> dependencies) {
  /** Checks that nothing is null and copies the list. */
  public PluginDescription {
    Objects.requireNonNull(id, "id");
    Objects.requireNonNull(version, "version");
    Objects.requireNonNull(requires, "requires");
    Objects.requireNonNull(pluginClass, "pluginClass");
    dependencies = List.copyOf(dependencies);
  }

  /** Describes a plugin that runs in any version of the host, and needs no other one. */
  public PluginDescription(String id, String version) {
    this(id, version, "", "", List.of());
  }
}

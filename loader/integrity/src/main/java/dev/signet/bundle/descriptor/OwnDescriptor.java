package dev.signet.bundle.descriptor;

import dev.signet.bundle.EntryPath;
import dev.signet.verdict.Guard;
import java.io.IOException;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/** Has a reader of the host's own read its files, and puts up with nothing that it does wrong. */
final class OwnDescriptor {
  private OwnDescriptor() {}

  /**
   * Reads who the plugin is.
   *
   * @param file for which it stands
   * @param shown all that the reader may see
   * @throws IOException when the reader cannot read them, whatever it throws
   */
  static Descriptor read(
      PluginDescriptorReader reader, EntryPath file, Map<EntryPath, byte[]> shown)
      throws IOException {
    for (byte[] content : shown.values()) {
      PluginDescriptors.requireBounded(content);
    }
    PluginDescription found = ask(reader, DescriptorFiles.ofEntries(shown));
    for (String dependency : found.dependencies()) {
      if (dependency.isBlank() || dependency.indexOf(',') >= 0) {
        throw new IOException(
            "the dependency '" + dependency + "' has a comma, or is empty, which PF4J cannot read");
      }
    }
    Map<String, String> fields = new TreeMap<>();
    fields.put("id", found.id());
    fields.put("version", found.version());
    fields.put("requires", found.requires());
    fields.put("class", found.pluginClass());
    fields.values().removeIf(String::isEmpty);
    return new Descriptor(
        file,
        found.id(),
        found.version(),
        found.pluginClass(),
        String.join(", ", found.dependencies()),
        fields);
  }

  /**
   * What a host's code throws for somebody's file is about that file, unless the JVM is at fault.
   */
  private static PluginDescription ask(PluginDescriptorReader reader, DescriptorFiles files)
      throws IOException {
    try {
      return Objects.requireNonNull(reader.read(files), "the reader returns nothing");
    } catch (IOException e) {
      throw e;
    } catch (Exception | Error e) {
      if (Guard.isOfThisMachine(e)) {
        throw (Error) e;
      }
      throw new IOException(
          "the reader " + reader.getClass().getName() + " failed: " + Guard.sentence(e), e);
    }
  }
}

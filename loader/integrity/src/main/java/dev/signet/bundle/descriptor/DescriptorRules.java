package dev.signet.bundle.descriptor;

import dev.signet.bundle.EntryPath;
import java.util.List;
import java.util.Optional;

/**
 * Which files describe a plugin.
 *
 * @param jar whether only a jar's own manifest counts
 * @param app whether {@code appinfo/info.xml} counts, and PF4J's descriptors may be absent
 * @param own files of the host's own that count, and PF4J's descriptors may be absent; may be empty
 */
record DescriptorRules(boolean jar, boolean app, List<EntryPath> own) {
  static final EntryPath PROPERTIES = new EntryPath("plugin.properties");
  static final EntryPath APP_INFO = new EntryPath("appinfo/info.xml");

  private static final String MANIFEST_NAME = "MANIFEST.MF";
  private static final String JAR_MANIFEST = "META-INF/MANIFEST.MF";

  boolean isDescriptor(EntryPath path) {
    return path.equals(PROPERTIES)
        || own.contains(path)
        || misspelt(path).isPresent()
        || isManifest(path)
        || (app && path.equals(APP_INFO));
  }

  /** Returns the name as which hosts read this file on systems that ignore case, and only there. */
  Optional<EntryPath> misspelt(EntryPath path) {
    return (own.isEmpty() ? List.of(PROPERTIES) : own)
        .stream()
            .filter(name -> !jar && !own.contains(path) && !path.equals(name))
            .filter(name -> path.value().equalsIgnoreCase(name.value()))
            .findFirst();
  }

  /** In a jar the JDK looks for its manifest without regard to case. */
  boolean isManifest(EntryPath path) {
    return jar
        ? path.value().equalsIgnoreCase(JAR_MANIFEST)
        : path.fileName().equals(MANIFEST_NAME);
  }
}

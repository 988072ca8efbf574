package dev.signet.bundle.descriptor;

import dev.signet.bundle.BundleKind;
import dev.signet.bundle.EntryPath;
import dev.signet.bundle.Layout;

/**
 * Which files describe a plugin.
 *
 * @param jar whether only a jar's own manifest counts
 * @param app whether {@code appinfo/info.xml} counts, and PF4J's descriptors may be absent
 */
record DescriptorRules(boolean jar, boolean app) {
  static final EntryPath PROPERTIES = new EntryPath("plugin.properties");
  static final EntryPath APP_INFO = new EntryPath("appinfo/info.xml");

  private static final String MANIFEST_NAME = "MANIFEST.MF";
  private static final String JAR_MANIFEST = "META-INF/MANIFEST.MF";

  static DescriptorRules of(BundleKind kind, Layout layout) {
    return new DescriptorRules(kind == BundleKind.JAR, layout != Layout.PLUGIN);
  }

  boolean isDescriptor(EntryPath path) {
    return path.equals(PROPERTIES)
        || isMisspeltProperties(path)
        || isManifest(path)
        || (app && path.equals(APP_INFO));
  }

  /** Returns whether PF4J reads this file on systems that ignore case, and only there. */
  boolean isMisspeltProperties(EntryPath path) {
    return !jar && !path.equals(PROPERTIES) && path.value().equalsIgnoreCase(PROPERTIES.value());
  }

  /** In a jar the JDK looks for its manifest without regard to case. */
  boolean isManifest(EntryPath path) {
    return jar
        ? path.value().equalsIgnoreCase(JAR_MANIFEST)
        : path.fileName().equals(MANIFEST_NAME);
  }
}

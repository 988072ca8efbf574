package dev.signet.bundle.descriptor;

import dev.signet.bundle.BundleKind;
import dev.signet.bundle.EntryPath;
import dev.signet.bundle.Layout;
import dev.signet.verdict.Finding;
import java.util.List;
import java.util.Map;

/**
 * Who a plugin says it is, from {@code plugin.properties}, {@code MANIFEST.MF} and {@code
 * appinfo/info.xml}; all that are present agree, or there are findings ({@code
 * DESCRIPTOR_MISMATCH}).
 *
 * <p>The files are read as PF4J 3.15.0 reads them: {@code plugin.properties} of the root first;
 * else a jar's own manifest, or the one {@code MANIFEST.MF} anywhere in a folder. What PF4J would
 * make of a broken, missing or ambiguous one (try the next, take the first the disk lists) is a
 * finding.
 *
 * @param id the plugin's id; empty when no file names one
 * @param version the plugin's version; empty when no file names one
 * @param pluginClass the name of the plugin's class; empty for PF4J's own
 * @param dependencies the PF4J text of the descriptor that PF4J will use, such as {@code "a@>=1.0,
 *     b?"}; empty when none
 * @param fields all that descriptor says to PF4J, by the names it has them under, such as {@code
 *     plugin.requires} or {@code Plugin-Requires}
 * @param findings what is wrong; empty when nothing is
 */
public record PluginDescriptors(
    String id,
    String version,
    String pluginClass,
    String dependencies,
    Map<String, String> fields,
    List<Finding> findings) {

  /** No descriptor may be larger, in bytes. */
  public static final int MAX_BYTES = 1 << 20;

  /** Copies fields and findings. */
  public PluginDescriptors {
    fields = Map.copyOf(fields);
    findings = List.copyOf(findings);
  }

  /**
   * Returns whether a file must be handed to {@link #read}: at most {@link #MAX_BYTES} each, and
   * one byte more of a larger one, so that it can be told.
   */
  public static boolean isDescriptor(BundleKind kind, Layout layout, EntryPath path) {
    return !layout.isCore() && DescriptorRules.of(kind, layout).isDescriptor(path);
  }

  /**
   * Reads the descriptors of a bundle.
   *
   * <p>In our layout a bundle must have a descriptor with an id and a version. In an app's layout
   * {@code appinfo/info.xml} comes first, and a bundle without any has an empty id: who asks for
   * the check then names it. The core's id is {@code core}, whatever is in it.
   *
   * @param contents the descriptor files that are there, by path
   */
  public static PluginDescriptors read(
      BundleKind kind, Layout layout, Map<EntryPath, byte[]> contents) {
    if (layout.isCore()) {
      return new PluginDescriptors("core", "", "", "", Map.of(), List.of());
    }
    return new DescriptorReader(DescriptorRules.of(kind, layout), contents).read();
  }
}

package dev.signet.bundle;

import dev.signet.verdict.Finding;
import java.util.List;
import java.util.Map;

/**
 * Who a plugin says it is, from {@code plugin.properties}, {@code MANIFEST.MF} and {@code
 * appinfo/info.xml}; all that are present agree, or there are findings ({@code
 * DESCRIPTOR_MISMATCH}).
 *
 * @param dependencies the PF4J text of the descriptor that PF4J will use, such as {@code "a@>=1.0,
 *     b?"}; empty when none
 */
public record PluginDescriptors(
    String id, String version, String pluginClass, String dependencies, List<Finding> findings) {

  /** Returns whether a file must be handed to {@link #read}: at most 1 MiB each. */
  public static boolean isDescriptor(BundleKind kind, Layout layout, EntryPath path) {
    throw new UnsupportedOperationException();
  }

  /**
   * @param contents the descriptor files that are there, by path; PF4J's own reading rules apply
   */
  public static PluginDescriptors read(
      BundleKind kind, Layout layout, Map<EntryPath, byte[]> contents) {
    throw new UnsupportedOperationException();
  }
}

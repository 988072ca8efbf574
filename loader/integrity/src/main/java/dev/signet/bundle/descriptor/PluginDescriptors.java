package dev.signet.bundle.descriptor;

import dev.signet.Internal;
import dev.signet.verdict.Finding;
import java.io.IOException;
import java.util.List;
import java.util.Map;

/**
 * Who a plugin says it is, from {@code plugin.properties}, {@code MANIFEST.MF} and {@code
 * appinfo/info.xml}, or from a file of the host's own; all that are present agree, or there are
 * findings ({@code DESCRIPTOR_MISMATCH}).
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
@Internal
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
   * Requires that a descriptor is not larger.
   *
   * @throws IOException when it is
   */
  static void requireBounded(byte[] content) throws IOException {
    if (content.length > MAX_BYTES) {
      throw new IOException("it is larger than " + MAX_BYTES + " bytes");
    }
  }
}

package dev.signet.bundle.descriptor;

import java.util.List;

/**
 * Reads who a plugin is from files of a host's own, for hosts whose plugins have neither PF4J's
 * {@code plugin.properties} nor its entries in {@code MANIFEST.MF}.
 *
 * <p>Signer, command, Maven plugin and host use one and the same reader, and it decides alone: what
 * PF4J's own files say besides must not contradict it. What it returns keeps the rules of every
 * plugin: the certificate's common name is the id, byte for byte.
 *
 * <p>A reader sees the bytes that are hashed and sealed, and nothing else of the bundle. It is
 * called for bundles that nobody has vouched for yet, on several threads at once, and must depend
 * on nothing but these bytes: the same ones always give the same answer, and nothing of the bundle
 * is loaded or run. Whatever it throws becomes a finding of this bundle ({@code
 * DESCRIPTOR_MISMATCH}). Only time is up to the reader: nobody interrupts one that does not return.
 *
 * <p>A program that cannot be handed an object, such as the command, finds readers through {@link
 * java.util.ServiceLoader}: a public class without constructor parameters, named in {@code
 * META-INF/services/dev.signet.bundle.descriptor.PluginDescriptorReader} of a jar beside Signet's.
 */
public interface PluginDescriptorReader {
  /**
   * Returns the files to be read, by their paths in the bundle, such as {@code plugin.yaml}: 1 to
   * 16. Asked once. Files that are not there are passed over; a bundle without any is refused.
   */
  List<String> files();

  /**
   * Reads who the plugin is.
   *
   * @param files those of {@link #files()} that the bundle has: at least one, each of at most 1 MiB
   * @throws Exception for anything that cannot be read; the message is shown to people
   */
  PluginDescription read(DescriptorFiles files) throws Exception;

  /**
   * Returns the reader that settings, options and parameters name by a text.
   *
   * <p>{@code FILE:FORMAT}, with the format {@code yaml}, {@code json} or {@code properties}, reads
   * the keys {@code id}, {@code version}, {@code requires}, {@code dependencies} and {@code class}
   * ({@code plugin.id} and so on in properties). Other keys follow, such as {@code
   * plugin.yaml:yaml:id=metadata.name,version=spec.version}: a dot leads into a mapping, a number
   * is a place in a list. Dependencies are a text as PF4J writes it ({@code a@>=1.0, b?}), a list
   * of such texts, or a mapping of ids to ranges. YAML needs {@code jackson-dataformat-yaml} on the
   * class path.
   *
   * <p>Anything without a colon is the name of a class that {@link java.util.ServiceLoader} finds.
   *
   * @throws IllegalArgumentException when there is no such reader, saying what to write instead
   */
  static PluginDescriptorReader named(String text) {
    return NamedReader.of(text);
  }
}

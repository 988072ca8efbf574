package dev.signet.pf4j.load;

import dev.signet.admit.SealedBundle;
import dev.signet.bundle.EntryPath;
import dev.signet.bundle.descriptor.DescriptorForm;
import dev.signet.bundle.descriptor.PluginDescriptors;
import dev.signet.pf4j.classes.OnReadClassLoader;
import dev.signet.pf4j.resolve.Dependency;
import dev.signet.verdict.Finding;
import dev.signet.verdict.Reason;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.pf4j.Plugin;
import org.pf4j.PluginDescriptor;
import org.pf4j.PluginWrapper;

/**
 * Holds a plugin that a manager has just loaded against the bytes that were verified, where these
 * are checked as they are read: its class loader has to be the one that does so, and PF4J, which
 * reads the descriptor from the disk, must have read what the signed one says.
 */
final class CheckedPlugin {
  private CheckedPlugin() {}

  /** Returns what is wrong with it; empty when nothing is. */
  static Optional<Finding> problem(
      SealedBundle bundle, PluginWrapper wrapper, DescriptorForm form) {
    if (!(wrapper.getPluginClassLoader() instanceof OnReadClassLoader loader)
        || !loader.isOf(bundle)) {
      return Optional.of(
          Finding.of(
                  Reason.NOT_RUNNABLE,
                  "Its bytes are to be checked as they are read, but the plugin manager has made a"
                      + " class loader that does not.")
              .withRemedy(
                  "Give the plugin manager the override createPluginLoader() as"
                      + " dev.signet.pf4j.CheckingPluginLoader shows it, or set sealing to"
                      + " trusted."));
    }
    try {
      Map<EntryPath, byte[]> files =
          loader.copy().read(path -> form.isDescriptor(loader.copy().kind(), path));
      PluginDescriptors signed = form.read(loader.copy().kind(), files);
      PluginDescriptor taken = wrapper.getDescriptor();
      return classDifference(signed, taken, form)
          .or(() -> needsDifference(bundle, taken))
          .map(text -> Finding.of(Reason.DESCRIPTOR_MISMATCH, text));
    } catch (IOException e) {
      return Optional.of(Finding.of(Reason.STATE_UNAVAILABLE, String.valueOf(e.getMessage())));
    }
  }

  private static Optional<String> classDifference(
      PluginDescriptors signed, PluginDescriptor taken, DescriptorForm form) {
    String type = signed.pluginClass();
    boolean isChosenByHost = type.isEmpty() && form.reader().isPresent();
    String expected = type.isEmpty() ? Plugin.class.getName() : type;
    return isChosenByHost || expected.equals(taken.getPluginClass())
        ? Optional.empty()
        : Optional.of(
            String.format(
                Locale.ROOT,
                "Its class is '%s', but the plugin manager takes '%s' for it.",
                expected,
                taken.getPluginClass()));
  }

  private static Optional<String> needsDifference(SealedBundle bundle, PluginDescriptor taken) {
    List<Dependency> resolved = taken.getDependencies().stream().map(Dependency::of).toList();
    return Set.copyOf(Dependency.of(bundle)).equals(Set.copyOf(resolved))
        ? Optional.empty()
        : Optional.of("The plugin manager takes it to need other plugins than it was verified to.");
  }
}

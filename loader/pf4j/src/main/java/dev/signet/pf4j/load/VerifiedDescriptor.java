package dev.signet.pf4j.load;

import dev.signet.Internal;
import dev.signet.admit.SealedBundle;
import dev.signet.bundle.descriptor.DescriptorForm;
import dev.signet.pf4j.resolve.Dependency;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.pf4j.PluginDescriptor;

/** Holds what a plugin manager takes a bundle for against what it was verified as. */
@Internal
public final class VerifiedDescriptor {
  private VerifiedDescriptor() {}

  /**
   * Returns in what the two differ; empty when in nothing. PF4J's own files name what the plugin
   * needs to both alike; only where the host has a reader of its own can they differ in that.
   */
  public static Optional<String> difference(
      SealedBundle verified, PluginDescriptor taken, DescriptorForm form) {
    if (!verified.id().equals(taken.getPluginId())
        || !verified.version().equals(taken.getVersion())) {
      return Optional.of(
          String.format(
              Locale.ROOT,
              "It was verified as '%s' %s, but the plugin manager takes it for '%s' %s.",
              verified.id(),
              verified.version(),
              taken.getPluginId(),
              taken.getVersion()));
    }
    List<Dependency> needed = Dependency.of(verified);
    List<Dependency> resolved = taken.getDependencies().stream().map(Dependency::of).toList();
    return form.reader().isEmpty() || Set.copyOf(needed).equals(Set.copyOf(resolved))
        ? Optional.empty()
        : Optional.of(
            String.format(
                Locale.ROOT,
                "It was verified as needing %s, but the plugin manager takes it to need %s.",
                text(needed),
                text(resolved)));
  }

  private static String text(List<Dependency> dependencies) {
    return dependencies.isEmpty()
        ? "no plugin"
        : String.join(", ", dependencies.stream().map(Dependency::text).toList());
  }
}

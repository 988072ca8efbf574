package dev.signet.pf4j;

import dev.signet.pf4j.classes.OnReadPluginLoader;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.pf4j.PluginLoader;

/**
 * The plugin loader of a manager of the host's own kind whose sealed copies are checked as they are
 * read ({@link SealingMode#ON_READ}); {@link VerifyingPluginManager} has it already:
 *
 * <pre>{@code
 * protected PluginLoader createPluginLoader() {
 *   return CheckingPluginLoader.of(() -> admission, super.createPluginLoader());
 * }
 * }</pre>
 */
public final class CheckingPluginLoader {
  private CheckingPluginLoader() {}

  /**
   * Returns a loader that does as the usual one, but that the class loaders of admitted plugins
   * check what they read. Where copies are trusted it is no different from that.
   *
   * @param admission gives the manager's admission; called at each use, not before, since PF4J asks
   *     for the loader before a subclass has set its fields
   * @param usual the manager's own: {@code super.createPluginLoader()}. It says what is on a
   *     plugin's class path, in which order classes are looked for, and beside which parent. Its
   *     class loaders must be of PF4J's class: one of another kind is not used, and the plugin not
   *     loaded
   */
  public static PluginLoader of(Supplier<@Nullable PluginAdmission> admission, PluginLoader usual) {
    Objects.requireNonNull(admission, "admission");
    return new OnReadPluginLoader(
        Objects.requireNonNull(usual, "usual"),
        () -> {
          PluginAdmission found = admission.get();
          return found == null ? Optional.empty() : found.tools().checkedOnRead();
        });
  }
}

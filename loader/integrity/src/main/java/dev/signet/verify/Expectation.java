package dev.signet.verify;

import dev.signet.bundle.Layout;
import java.util.Objects;
import java.util.Optional;

/**
 * What the caller takes a bundle for.
 *
 * @param id the id asked for; empty to take the one its own descriptors name
 * @param layout where {@code signature.json} lies and what is no part of the bundle
 * @param coreSignsApps whether a certificate for {@code core} may vouch for any id, the original
 *     system's rule; false is stricter and our default
 */
public record Expectation(Optional<String> id, Layout layout, boolean coreSignsApps) {

  /** A plugin in our own layout, of whatever id its descriptors name. */
  public static final Expectation PLUGIN = new Expectation(Optional.empty(), Layout.PLUGIN, false);

  /** Checks that nothing is null. */
  public Expectation {
    Objects.requireNonNull(id, "id");
    Objects.requireNonNull(layout, "layout");
  }

  /** Returns this expectation for one id. */
  public Expectation withId(String expectedId) {
    return new Expectation(Optional.of(expectedId), layout, coreSignsApps);
  }
}

package dev.signet.verify;

import dev.signet.bundle.Exclusions;
import dev.signet.bundle.Layout;
import dev.signet.bundle.LeftOut;
import dev.signet.bundle.descriptor.DescriptorForm;
import dev.signet.bundle.descriptor.PluginDescriptorReader;
import dev.signet.trust.Scope;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What the caller takes a bundle for.
 *
 * @param id the id asked for; empty to take the one its own descriptors name
 * @param form where {@code signature.json} lies, what is no part of the bundle, and how it says who
 *     it is
 * @param coreSignsApps whether a certificate for {@code core} may vouch for any id, the original
 *     system's rule; false is stricter and our default
 * @param exclusions files that are put up with, and never loaded
 * @param leftOut what the host has configured inside its own folder; nothing of a plugin
 */
public record Expectation(
    Optional<String> id,
    DescriptorForm form,
    boolean coreSignsApps,
    Exclusions exclusions,
    LeftOut leftOut) {

  /** A plugin in our own layout, of whatever id its descriptors name. */
  public static final Expectation PLUGIN = new Expectation(Optional.empty(), Layout.PLUGIN, false);

  /**
   * Checks that the parts fit together.
   *
   * @throws IllegalArgumentException when anything of a plugin is to be left out
   */
  public Expectation {
    Objects.requireNonNull(id, "id");
    Objects.requireNonNull(form, "form");
    Objects.requireNonNull(exclusions, "exclusions");
    Objects.requireNonNull(leftOut, "leftOut");
    leftOut.requireFit(form.layout());
  }

  /** Expects a bundle of which nothing is left out but what its layout ignores. */
  public Expectation(
      Optional<String> id, Layout layout, boolean coreSignsApps, Exclusions exclusions) {
    this(id, DescriptorForm.of(layout), coreSignsApps, exclusions, LeftOut.NOTHING);
  }

  /** Expects a bundle without excluded files. */
  public Expectation(Optional<String> id, Layout layout, boolean coreSignsApps) {
    this(id, layout, coreSignsApps, Exclusions.NONE);
  }

  /**
   * Returns the expectation of a host's own folder.
   *
   * @param layout one of the core's
   * @throws IllegalArgumentException when it is an app's or plugin's
   */
  public static Expectation core(Layout layout, Exclusions exclusions) {
    if (!layout.isCore()) {
      throw new IllegalArgumentException("layout: " + layout + " is not one of a host's folder");
    }
    return new Expectation(Optional.of(Scope.CORE), layout, false, exclusions);
  }

  /** Returns this expectation of a host's own folder, without what the host keeps in it. */
  public Expectation without(LeftOut places) {
    return new Expectation(id, form, coreSignsApps, exclusions, places);
  }

  /** Returns this expectation for one id. */
  public Expectation withId(String expectedId) {
    return new Expectation(Optional.of(expectedId), form, coreSignsApps, exclusions, leftOut);
  }

  /**
   * Returns this expectation of a bundle that says who it is to a reader of the host's own.
   *
   * @throws IllegalArgumentException when that reader does not fit the layout, or no bundle
   */
  public Expectation readBy(Optional<PluginDescriptorReader> reader) {
    return new Expectation(
        id, DescriptorForm.of(layout(), reader), coreSignsApps, exclusions, leftOut);
  }

  /** Returns the layout. */
  public Layout layout() {
    return form.layout();
  }

  // Written out: each start asks for it, and what the compiler makes of a record is linked then.
  @Override
  public String toString() {
    return "Expectation[id="
        + id
        + ", form="
        + form
        + ", coreSignsApps="
        + coreSignsApps
        + ", exclusions="
        + exclusions
        + ", leftOut="
        + leftOut
        + "]";
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Expectation that
        && id.equals(that.id)
        && form.equals(that.form)
        && coreSignsApps == that.coreSignsApps
        && exclusions.equals(that.exclusions)
        && leftOut.equals(that.leftOut);
  }

  @Override
  public int hashCode() {
    return Objects.hash(id, form, coreSignsApps, exclusions, leftOut);
  }
}

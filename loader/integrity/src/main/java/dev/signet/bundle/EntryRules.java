package dev.signet.bundle;

import dev.signet.Internal;

/**
 * What a bundle is listed by.
 *
 * @param layout where its signature lies and which names are no part of it
 * @param limits how large it may be
 * @param leftOut what else is no part of it
 */
@Internal
public record EntryRules(Layout layout, Limits limits, LeftOut leftOut) {

  /**
   * Checks that the parts fit together.
   *
   * @throws IllegalArgumentException when anything of a plugin is to be left out
   */
  public EntryRules {
    leftOut.requireFit(layout);
  }

  /** Leaves out nothing but what the layout ignores. */
  public EntryRules(Layout layout, Limits limits) {
    this(layout, limits, LeftOut.NOTHING);
  }
}

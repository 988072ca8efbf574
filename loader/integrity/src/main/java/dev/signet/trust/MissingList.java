package dev.signet.trust;

import dev.signet.Internal;

/**
 * A revocation list that there should be and is not.
 *
 * @param authority {@link Authorities#id} of who should have signed it; empty when nobody knows
 *     yet, so that it may be anybody's
 * @param why one sentence for people
 */
@Internal
public record MissingList(String authority, String why) {

  /** Returns whether it may be the list of this authority. */
  public boolean mayBeOf(String authorityId) {
    return authority.isEmpty() || authority.equals(authorityId);
  }
}

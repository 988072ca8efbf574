/**
 * Whether a certificate leads to an anchor, and what its profile, its dates and the revocation
 * lists say of that path.
 */
@Internal
@NullMarked
package dev.signet.trust.path;

import dev.signet.Internal;
import org.jspecify.annotations.NullMarked;

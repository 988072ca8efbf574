/** Which of several bundles is taken, in which order plugins load, and what needs what. */
@Internal
@NullMarked
package dev.signet.pf4j.resolve;

import dev.signet.Internal;
import org.jspecify.annotations.NullMarked;

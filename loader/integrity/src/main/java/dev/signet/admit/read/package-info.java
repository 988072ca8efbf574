/** Sealed copies that are held against what was verified whenever something of them is read. */
@Internal
@NullMarked
package dev.signet.admit.read;

import dev.signet.Internal;
import org.jspecify.annotations.NullMarked;

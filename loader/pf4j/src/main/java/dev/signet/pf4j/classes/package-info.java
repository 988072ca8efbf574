/** Class loaders that check what they read of a sealed copy. */
@Internal
@NullMarked
package dev.signet.pf4j.classes;

import dev.signet.Internal;
import org.jspecify.annotations.NullMarked;

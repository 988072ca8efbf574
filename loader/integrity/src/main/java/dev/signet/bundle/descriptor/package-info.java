/** What a bundle says of itself: its id and version, and whether PF4J could run it. */
@Internal
@NullMarked
package dev.signet.bundle.descriptor;

import dev.signet.Internal;
import org.jspecify.annotations.NullMarked;

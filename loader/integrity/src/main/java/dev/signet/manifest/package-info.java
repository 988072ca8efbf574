/** Which path has which SHA-512: canonical bytes and comparison. */
@Internal
@NullMarked
package dev.signet.manifest;

import dev.signet.Internal;
import org.jspecify.annotations.NullMarked;

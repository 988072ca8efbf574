/** HTTP exchanges that are bounded in time and size. */
@Internal
@NullMarked
package dev.signet.http;

import dev.signet.Internal;
import org.jspecify.annotations.NullMarked;

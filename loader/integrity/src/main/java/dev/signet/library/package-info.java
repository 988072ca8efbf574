/** The libraries that a host brings, of whatever version: its logger, and its reader of JSON. */
@Internal
@NullMarked
package dev.signet.library;

import dev.signet.Internal;
import org.jspecify.annotations.NullMarked;

/** The latest results, kept over restarts. */
@Internal
@NullMarked
package dev.signet.report.store;

import dev.signet.Internal;
import org.jspecify.annotations.NullMarked;

/** A small real host: a dashboard whose widgets come from verified plugins. */
@NullMarked
package dev.signet.sample.host;

import org.jspecify.annotations.NullMarked;

/** Public holidays, computed; a plugin that other plugins depend on. */
@NullMarked
package dev.signet.sample.holidays;

import org.jspecify.annotations.NullMarked;

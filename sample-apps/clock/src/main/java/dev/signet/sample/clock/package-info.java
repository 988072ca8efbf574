/** The time around the world. */
@NullMarked
package dev.signet.sample.clock;

import org.jspecify.annotations.NullMarked;

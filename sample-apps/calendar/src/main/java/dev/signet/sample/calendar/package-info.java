/** The week ahead; uses the classes of the plugin {@code holidays}. */
@NullMarked
package dev.signet.sample.calendar;

import org.jspecify.annotations.NullMarked;

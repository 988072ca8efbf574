/** From a source to a loaded plugin, and what is known of it. */
@NullMarked
package dev.signet.pf4j.load;

import org.jspecify.annotations.NullMarked;

/** What a plugin as shipped consists of: paths, limits, layouts, and what is wrong with names. */
@NullMarked
package dev.signet.bundle;

import org.jspecify.annotations.NullMarked;

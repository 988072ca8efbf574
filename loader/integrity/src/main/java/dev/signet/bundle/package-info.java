/** A plugin as a bounded list of regular files, read from a folder, a zip or a jar. */
@NullMarked
package dev.signet.bundle;

import org.jspecify.annotations.NullMarked;

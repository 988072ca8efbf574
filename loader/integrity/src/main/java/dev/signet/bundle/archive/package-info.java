/** The structure of zip files and jars, read strictly. */
@NullMarked
package dev.signet.bundle.archive;

import org.jspecify.annotations.NullMarked;

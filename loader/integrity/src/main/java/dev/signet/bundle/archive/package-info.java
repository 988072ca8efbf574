/** The structure of zip files and jars, read strictly. */
@Internal
@NullMarked
package dev.signet.bundle.archive;

import dev.signet.Internal;
import org.jspecify.annotations.NullMarked;

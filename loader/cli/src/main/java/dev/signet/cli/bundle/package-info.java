/** The commands that move bundles between files, registries and folders of digests. */
@Internal
@NullMarked
package dev.signet.cli.bundle;

import dev.signet.Internal;
import org.jspecify.annotations.NullMarked;

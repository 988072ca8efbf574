/** The ordered checks that turn a bundle into a verdict, and their caches. */
@Internal
@NullMarked
package dev.signet.verify;

import dev.signet.Internal;
import org.jspecify.annotations.NullMarked;

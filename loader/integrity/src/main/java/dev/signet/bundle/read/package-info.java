/** Opens a folder, zip or jar, and lists and reads its entries. */
@Internal
@NullMarked
package dev.signet.bundle.read;

import dev.signet.Internal;
import org.jspecify.annotations.NullMarked;

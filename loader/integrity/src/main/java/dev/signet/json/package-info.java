/** JSON that this program has written, read back strictly into records. */
@NullMarked
package dev.signet.json;

import org.jspecify.annotations.NullMarked;

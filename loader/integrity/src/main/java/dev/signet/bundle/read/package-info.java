/** Opens a folder, zip or jar, and lists and reads its entries. */
@NullMarked
package dev.signet.bundle.read;

import org.jspecify.annotations.NullMarked;

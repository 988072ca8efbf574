/** The content of {@code signature.json}, versions 1 and 2, read and written. */
@NullMarked
package dev.signet.envelope;

import org.jspecify.annotations.NullMarked;

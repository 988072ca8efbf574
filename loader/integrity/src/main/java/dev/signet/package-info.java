/** What may be said of any part of Signet. */
@NullMarked
package dev.signet;

import org.jspecify.annotations.NullMarked;

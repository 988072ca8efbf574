/** Verdict, decision and sealing in one call; the store of sealed copies. */
@NullMarked
package dev.signet.admit;

import org.jspecify.annotations.NullMarked;

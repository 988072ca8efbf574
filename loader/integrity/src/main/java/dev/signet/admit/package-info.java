/** Verdict, decision, sealing and recording in one call; sealed copies and ledger on disk. */
@Internal
@NullMarked
package dev.signet.admit;

import dev.signet.Internal;
import org.jspecify.annotations.NullMarked;

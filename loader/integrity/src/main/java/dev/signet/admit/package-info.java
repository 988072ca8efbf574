/** Verdict, decision, sealing and recording in one call; sealed copies and ledger on disk. */
@NullMarked
package dev.signet.admit;

import org.jspecify.annotations.NullMarked;

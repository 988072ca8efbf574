/** Reading everything again: what is due, who asked, and what came of it. */
@NullMarked
package dev.signet.pf4j.rescan;

import org.jspecify.annotations.NullMarked;

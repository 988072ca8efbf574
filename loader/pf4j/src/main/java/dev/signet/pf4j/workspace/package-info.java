/** The journal, the swap and the undoing of one change of a plugins root. */
@NullMarked
package dev.signet.pf4j.workspace;

import org.jspecify.annotations.NullMarked;

/** The author's and the authority's side; nothing at run time depends on it. */
@NullMarked
package dev.signet.sign;

import org.jspecify.annotations.NullMarked;

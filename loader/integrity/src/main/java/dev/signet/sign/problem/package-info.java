/** Why something was not signed, issued or read: exceptions, and what speaks against it. */
@NullMarked
package dev.signet.sign.problem;

import org.jspecify.annotations.NullMarked;

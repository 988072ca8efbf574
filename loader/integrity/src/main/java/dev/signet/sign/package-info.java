/** Signs bundles, the author's side; nothing at run time depends on it. */
@NullMarked
package dev.signet.sign;

import org.jspecify.annotations.NullMarked;

/** An authority for the samples' build. */
@NullMarked
package dev.signet.sample.authority;

import org.jspecify.annotations.NullMarked;

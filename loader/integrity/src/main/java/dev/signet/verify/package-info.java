/** The ordered checks that turn a bundle into a verdict, and their caches. */
@NullMarked
package dev.signet.verify;

import org.jspecify.annotations.NullMarked;

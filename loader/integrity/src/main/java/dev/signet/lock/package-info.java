/**
 * {@code plugins.lock}: the signed list of what the hosts of a fleet are to run, and the check of
 * it.
 */
@NullMarked
package dev.signet.lock;

import org.jspecify.annotations.NullMarked;

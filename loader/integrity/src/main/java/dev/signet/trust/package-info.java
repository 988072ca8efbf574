/** Anchors, certification paths, revocation lists and scope. */
@NullMarked
package dev.signet.trust;

import org.jspecify.annotations.NullMarked;

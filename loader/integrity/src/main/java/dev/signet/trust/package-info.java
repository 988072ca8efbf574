/** What a host trusts: anchors, intermediates, revocation lists, keys and algorithms. */
@NullMarked
package dev.signet.trust;

import org.jspecify.annotations.NullMarked;

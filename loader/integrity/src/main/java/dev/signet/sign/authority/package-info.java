/** A small certificate authority in a folder: issues, revokes and lists. */
@NullMarked
package dev.signet.sign.authority;

import org.jspecify.annotations.NullMarked;

/** Which path has which SHA-512: canonical bytes and comparison. */
@NullMarked
package dev.signet.manifest;

import org.jspecify.annotations.NullMarked;

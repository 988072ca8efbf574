/**
 * Private and public keys, passphrases, PEM files and certificate requests: read, made and kept
 * safe.
 */
@NullMarked
package dev.signet.sign.key;

import org.jspecify.annotations.NullMarked;

/**
 * Updates from a server through pf4j-update, an optional dependency: {@link
 * dev.signet.pf4j.update.SignedUpdateManager} replaces its {@code UpdateManager}, and {@link
 * dev.signet.pf4j.update.SignatureFileVerifier} makes another one refuse in time. Whatever a
 * repository says is untrusted; a plugin's signature is not the repository's to give.
 */
@NullMarked
package dev.signet.pf4j.update;

import org.jspecify.annotations.NullMarked;

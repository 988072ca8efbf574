/** Brings a host to what the signed list of its fleet says, by the installer, plugin by plugin. */
@NullMarked
package dev.signet.pf4j.wanted;

import org.jspecify.annotations.NullMarked;

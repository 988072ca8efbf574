/** What a bundle says of itself: its id and version, and whether PF4J could run it. */
@NullMarked
package dev.signet.bundle.descriptor;

import org.jspecify.annotations.NullMarked;

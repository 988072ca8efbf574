/** How full this machine is. */
@NullMarked
package dev.signet.sample.disk;

import org.jspecify.annotations.NullMarked;

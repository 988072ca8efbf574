/** The pages on which administrators see what was found, and have it looked at again. */
@NullMarked
package dev.signet.sample.host.admin;

import org.jspecify.annotations.NullMarked;

/** HTTP exchanges that are bounded in time and size. */
@NullMarked
package dev.signet.http;

import org.jspecify.annotations.NullMarked;

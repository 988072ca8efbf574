/** The libraries that a host brings, of whatever version: its logger, and its reader of JSON. */
@NullMarked
package dev.signet.library;

import org.jspecify.annotations.NullMarked;

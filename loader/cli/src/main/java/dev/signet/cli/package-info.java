/** The {@code signet} command: what a person or a script at a terminal can do with bundles. */
@NullMarked
package dev.signet.cli;

import org.jspecify.annotations.NullMarked;

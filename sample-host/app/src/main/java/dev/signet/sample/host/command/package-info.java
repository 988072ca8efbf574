/** The host's command line: what it prints, and what an administrator does with it. */
@NullMarked
package dev.signet.sample.host.command;

import org.jspecify.annotations.NullMarked;

/** What an administrator does on the command line while the host does not run. */
@NullMarked
package dev.signet.sample.host.command;

import org.jspecify.annotations.NullMarked;

/** What commands share: how they are declared, their options, the terminal and exit codes. */
@NullMarked
package dev.signet.cli.option;

import org.jspecify.annotations.NullMarked;

/** All settings of a host in one file that administrators can read and write. */
@NullMarked
package dev.signet.config;

import org.jspecify.annotations.NullMarked;

/** Installs, updates and removes plugins of a running host, and undoes what does not work. */
@NullMarked
package dev.signet.pf4j.install;

import org.jspecify.annotations.NullMarked;

/** Runs the sample host on good plugins and on five that must not run. */
@NullMarked
package dev.signet.sample.demo;

import org.jspecify.annotations.NullMarked;

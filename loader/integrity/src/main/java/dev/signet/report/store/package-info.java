/** The latest results, kept over restarts. */
@NullMarked
package dev.signet.report.store;

import org.jspecify.annotations.NullMarked;

/** What people and scripts read: results in the original structure and in plain sentences. */
@NullMarked
package dev.signet.report;

import org.jspecify.annotations.NullMarked;

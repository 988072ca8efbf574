/** What other settings would make of a host's plugins, as data and for people and programs. */
@NullMarked
package dev.signet.report.compare;

import org.jspecify.annotations.NullMarked;

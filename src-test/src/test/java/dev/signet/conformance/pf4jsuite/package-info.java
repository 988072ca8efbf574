/**
 * Stand-ins for PF4J's managers, each with the two overrides, on which PF4J's own tests are run.
 */
@NullMarked
package dev.signet.conformance.pf4jsuite;

import org.jspecify.annotations.NullMarked;

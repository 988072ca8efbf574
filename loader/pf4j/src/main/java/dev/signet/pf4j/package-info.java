/** Enforcement inside PF4J: the manager only ever sees sealed copies of admitted bundles. */
@NullMarked
package dev.signet.pf4j;

import org.jspecify.annotations.NullMarked;

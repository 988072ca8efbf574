/** Trust that changes while a host runs: watched folders, lists fetched again, and who is told. */
@NullMarked
package dev.signet.trust.live;

import org.jspecify.annotations.NullMarked;

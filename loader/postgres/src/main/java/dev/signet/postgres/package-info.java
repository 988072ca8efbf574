/** What a fleet of hosts shares, in one PostgreSQL database. */
@NullMarked
package dev.signet.postgres;

import org.jspecify.annotations.NullMarked;

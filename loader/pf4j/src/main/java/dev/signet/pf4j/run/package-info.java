/** What PF4J itself makes of a plugin: how it reads who it is, and what it keeps from running. */
@Internal
@NullMarked
package dev.signet.pf4j.run;

import dev.signet.Internal;
import org.jspecify.annotations.NullMarked;

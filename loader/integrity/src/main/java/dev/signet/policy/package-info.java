/** What the host does with a verdict: channel, requirement, allow-list. */
@NullMarked
package dev.signet.policy;

import org.jspecify.annotations.NullMarked;

/** What the host does with a verdict: channel, requirement, allow-list, ledger. */
@NullMarked
package dev.signet.policy;

import org.jspecify.annotations.NullMarked;

/** What is said to people about decisions, failures and changes. */
@Internal
@NullMarked
package dev.signet.pf4j.text;

import dev.signet.Internal;
import org.jspecify.annotations.NullMarked;

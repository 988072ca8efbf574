/** What a plugin contributes to the sample host's dashboard. */
@NullMarked
package dev.signet.sample.host.api;

import org.jspecify.annotations.NullMarked;

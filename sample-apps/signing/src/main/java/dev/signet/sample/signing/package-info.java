/** Signs the sample plugins during the build. */
@NullMarked
package dev.signet.sample.signing;

import org.jspecify.annotations.NullMarked;

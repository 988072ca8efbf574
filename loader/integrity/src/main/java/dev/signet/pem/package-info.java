/** Certificates, keys, requests and revocation lists as files: DER, and PEM of any form. */
@Internal
@NullMarked
package dev.signet.pem;

import dev.signet.Internal;
import org.jspecify.annotations.NullMarked;

/** Certificates, keys, requests and revocation lists as files: DER, and PEM of any form. */
@NullMarked
package dev.signet.pem;

import org.jspecify.annotations.NullMarked;

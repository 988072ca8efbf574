package dev.signet.trust;

import java.security.cert.X509Certificate;

/** A configured root (RFC 5280 section 6). */
public record TrustAnchor(X509Certificate certificate, AnchorProfile profile) {}

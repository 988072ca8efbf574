package dev.signet.trust;

import dev.signet.envelope.SignatureAlgorithm;

/** How leaf certificates under a trust anchor are judged. */
public enum AnchorProfile {
  /**
   * RFC 5280 path validation at the check's instant. The leaf is no authority, has {@code
   * digitalSignature}, the purpose {@code codeSigning} and exactly one common name; every issuer is
   * an authority that may sign certificates, within its path length. Keys are RSA of at least 2048
   * bits or P-384; certificates are signed with SHA-256 or better; bundles with an algorithm of
   * {@code signature.json} version 2.
   */
  STANDARD,
  /**
   * What real {@code signature.json} files of version 1 need. The anchor itself issued the leaf,
   * which may be X.509 version 1 without extensions; the anchor may be an intermediate authority;
   * certificates may be signed with SHA-1 and have run out, which is reported; {@code rsa-pss-sha1}
   * is allowed up to the anchor's {@link TrustAnchor#legacyUntil}. Keys and common names are judged
   * as in {@link #STANDARD}, and what extensions there are must not speak against signing.
   */
  NEXTCLOUD,
  /**
   * What ownCloud's authorities need, old and new: {@link #NEXTCLOUD} for files of {@code
   * signature.json} version 1, {@link #STANDARD} for those of version 2. An anchor with a key on an
   * elliptic curve never issued for version 1. Which algorithms count is restricted under these two
   * profiles.
   */
  OWNCLOUD;

  /** Returns the profile whose rules judge a bundle that was signed with this algorithm. */
  AnchorProfile judging(SignatureAlgorithm algorithm) {
    return this != OWNCLOUD
        ? this
        : algorithm == SignatureAlgorithm.RSA_PSS_SHA1 ? NEXTCLOUD : STANDARD;
  }
}

package dev.signet.trust;

import dev.signet.Internal;
import dev.signet.envelope.SignatureAlgorithm;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A configured root (RFC 5280 section 6): an authority the host believes, and how it judges what
 * that authority issued.
 *
 * @param certificate the authority's certificate; need not be self-signed
 * @param profile how leaf certificates under it are judged
 * @param legacyUntil the first instant at which {@code rsa-pss-sha1} is refused under this anchor;
 *     empty for no end. Not for profile {@link AnchorProfile#STANDARD}, which never allows it
 */
public record TrustAnchor(
    X509Certificate certificate, AnchorProfile profile, Optional<Instant> legacyUntil) {

  /**
   * Checks that the parts fit together.
   *
   * @throws IllegalArgumentException when {@code legacyUntil} is given for profile standard
   */
  public TrustAnchor {
    Objects.requireNonNull(certificate, "certificate");
    Objects.requireNonNull(profile, "profile");
    Objects.requireNonNull(legacyUntil, "legacyUntil");
    if (profile == AnchorProfile.STANDARD && legacyUntil.isPresent()) {
      throw new IllegalArgumentException(
          "legacyUntil: profile standard never allows rsa-pss-sha1, so there is no end to set");
    }
  }

  /**
   * Returns this anchor as it judges a bundle that was signed with an algorithm: of a profile that
   * has rules of its own.
   */
  @Internal
  public TrustAnchor judging(SignatureAlgorithm algorithm) {
    AnchorProfile rules = profile.judging(algorithm);
    return rules == profile
        ? this
        : new TrustAnchor(
            certificate, rules, rules == AnchorProfile.STANDARD ? Optional.empty() : legacyUntil);
  }

  // Written out, here and in other records that each start compares: what the compiler makes of a
  // record is linked when it is first called, and that takes as long as reading the trust folder.
  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof TrustAnchor that
        && certificate.equals(that.certificate)
        && profile == that.profile
        && legacyUntil.equals(that.legacyUntil);
  }

  @Override
  public int hashCode() {
    return certificate.hashCode();
  }

  /** An anchor that sets no end to {@code rsa-pss-sha1} where its profile allows it. */
  public TrustAnchor(X509Certificate certificate, AnchorProfile profile) {
    this(certificate, profile, Optional.empty());
  }
}

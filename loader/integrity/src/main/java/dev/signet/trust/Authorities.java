package dev.signet.trust;

import dev.signet.Internal;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;

/** Tells authorities apart as revocation lists do: by name and key. */
@Internal
public final class Authorities {
  private Authorities() {}

  /** Returns SHA-256 over name and key: 64 lower-case hex digits. */
  public static String id(X509Certificate authority) {
    MessageDigest digest = KeyRules.sha256();
    byte[] name = authority.getSubjectX500Principal().getEncoded();
    digest.update(ByteBuffer.allocate(Integer.BYTES).putInt(name.length).flip());
    digest.update(name);
    digest.update(authority.getPublicKey().getEncoded());
    return HexFormat.of().formatHex(digest.digest());
  }

  /** Returns the certificate of the store whose key signed the list; it may sign lists. */
  public static Optional<X509Certificate> signerOf(RevocationList list, TrustStore trust) {
    return trust.authorities().stream()
        .filter(
            authority ->
                Arrays.stream(AnchorProfile.values())
                    .filter(profile -> isInUse(profile, trust))
                    .anyMatch(profile -> list.isSignedBy(authority, profile)))
        .findFirst();
  }

  // Whether SHA-1 will do is for each path's anchor to say; here it need only be possible.
  private static boolean isInUse(AnchorProfile profile, TrustStore trust) {
    return profile == AnchorProfile.STANDARD
        || trust.anchors().stream().anyMatch(anchor -> anchor.profile() == profile);
  }
}

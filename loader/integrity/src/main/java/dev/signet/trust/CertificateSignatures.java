package dev.signet.trust;

import dev.signet.Internal;
import java.security.GeneralSecurityException;
import java.security.PublicKey;
import java.security.cert.X509CRL;
import java.security.cert.X509Certificate;
import java.security.interfaces.RSAPublicKey;
import java.util.Arrays;
import java.util.Set;
import org.bouncycastle.asn1.nist.NISTObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.RSASSAPSSparams;
import org.bouncycastle.asn1.x9.X9ObjectIdentifiers;
import org.jspecify.annotations.Nullable;

/**
 * Signatures on certificates and revocation lists, checked by the JDK's own providers: a host may
 * have put another one first.
 */
@Internal
public final class CertificateSignatures {

  private static final Set<String> STRONG =
      Set.of(
          PKCSObjectIdentifiers.sha256WithRSAEncryption.getId(),
          PKCSObjectIdentifiers.sha384WithRSAEncryption.getId(),
          PKCSObjectIdentifiers.sha512WithRSAEncryption.getId(),
          X9ObjectIdentifiers.ecdsa_with_SHA256.getId(),
          X9ObjectIdentifiers.ecdsa_with_SHA384.getId(),
          X9ObjectIdentifiers.ecdsa_with_SHA512.getId());
  private static final Set<String> STRONG_DIGESTS =
      Set.of(
          NISTObjectIdentifiers.id_sha256.getId(),
          NISTObjectIdentifiers.id_sha384.getId(),
          NISTObjectIdentifiers.id_sha512.getId());
  private static final String PSS = PKCSObjectIdentifiers.id_RSASSA_PSS.getId();
  private static final String SHA1_RSA = PKCSObjectIdentifiers.sha1WithRSAEncryption.getId();

  private CertificateSignatures() {}

  /** Returns whether the certificate's own signature is of an algorithm the profile accepts. */
  public static boolean isAccepted(X509Certificate certificate, AnchorProfile profile) {
    return isAccepted(certificate.getSigAlgOID(), certificate.getSigAlgParams(), profile);
  }

  /** Returns whether the list's own signature is of an algorithm the profile accepts. */
  public static boolean isAccepted(X509CRL list, AnchorProfile profile) {
    return isAccepted(list.getSigAlgOID(), list.getSigAlgParams(), profile);
  }

  /** Returns whether the issuer's subject and key are the ones the certificate was issued under. */
  public static boolean isIssuedBy(X509Certificate certificate, X509Certificate issuer) {
    return isNamed(certificate, issuer) && isSigned(certificate, issuer.getPublicKey());
  }

  /** Returns whether the issuer has, byte for byte, the name the certificate says. */
  public static boolean isNamed(X509Certificate certificate, X509Certificate issuer) {
    return Arrays.equals(
        certificate.getIssuerX500Principal().getEncoded(),
        issuer.getSubjectX500Principal().getEncoded());
  }

  /** Returns whether the list was signed with this key. */
  static boolean isSigned(X509CRL list, PublicKey key) {
    if (!KeyRules.isAffordable(key)) {
      return false;
    }
    try {
      list.verify(key, provider(key));
      return true;
    } catch (GeneralSecurityException e) {
      return false;
    }
  }

  private static boolean isSigned(X509Certificate certificate, PublicKey key) {
    if (!KeyRules.isAffordable(key)) {
      return false;
    }
    try {
      certificate.verify(key, provider(key));
      return true;
    } catch (GeneralSecurityException e) {
      return false;
    }
  }

  private static boolean isAccepted(
      String oid, byte @Nullable [] parameters, AnchorProfile profile) {
    return isStrong(oid, parameters) || (profile != AnchorProfile.STANDARD && oid.equals(SHA1_RSA));
  }

  /** Returns whether a signature algorithm rests on SHA-256 or better. */
  public static boolean isStrong(String oid, byte @Nullable [] parameters) {
    if (oid.equals(PSS)) {
      return parameters != null && isStrongPss(parameters);
    }
    return STRONG.contains(oid);
  }

  private static boolean isStrongPss(byte[] parameters) {
    try {
      RSASSAPSSparams pss = RSASSAPSSparams.getInstance(parameters);
      return STRONG_DIGESTS.contains(pss.getHashAlgorithm().getAlgorithm().getId());
    } catch (IllegalArgumentException | IllegalStateException e) {
      return false;
    }
  }

  /** Returns the JDK's own provider for signatures under this key. */
  public static String provider(PublicKey key) {
    return key instanceof RSAPublicKey ? "SunRsaSign" : "SunEC";
  }
}

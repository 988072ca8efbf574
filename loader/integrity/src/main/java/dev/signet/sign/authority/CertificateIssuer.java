package dev.signet.sign.authority;

import dev.signet.sign.key.KeyType;
import dev.signet.trust.Certificates;
import dev.signet.trust.KeyRules;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.cert.CertificateFactory;
import java.security.cert.X509CRL;
import java.security.cert.X509Certificate;
import java.util.Date;
import java.util.Map;
import java.util.function.Supplier;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.DERNull;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.CRLNumber;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.cert.X509v2CRLBuilder;
import org.bouncycastle.cert.X509v3CertificateBuilder;
import org.bouncycastle.cert.jcajce.JcaX509ExtensionUtils;
import org.bouncycastle.operator.ContentSigner;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/**
 * Writes and signs certificates and revocation lists (RFC 5280) with one authority's key, by the
 * JDK's own providers.
 */
final class CertificateIssuer {

  private static final int SERIAL_BITS = 128;
  private static final SecureRandom RANDOM = new SecureRandom();

  private final X500Name name;
  private final KeyPair keys;
  private final Supplier<BigInteger> serialNumbers;
  private final boolean development;

  /**
   * Creates an issuer.
   *
   * @param serialNumbers asked once for each certificate
   */
  CertificateIssuer(X500Name name, KeyPair keys, Supplier<BigInteger> serialNumbers) {
    this(name, keys, serialNumbers, false);
  }

  private CertificateIssuer(
      X500Name name, KeyPair keys, Supplier<BigInteger> serialNumbers, boolean development) {
    this.name = name;
    this.keys = keys;
    this.serialNumbers = serialNumbers;
    this.development = development;
  }

  /** Returns an issuer of certificates that say they are for development only. */
  static CertificateIssuer forDevelopment(X500Name name, KeyPair keys) {
    return new CertificateIssuer(name, keys, CertificateIssuer::randomSerialNumber, true);
  }

  /** What a certificate is asked for. */
  record Request(X500Name subject, PublicKey key, Validity validity) {}

  /** Returns a certificate that may issue others, with at most this many authorities below it. */
  X509Certificate authority(Request request, int pathLength) {
    try {
      X509v3CertificateBuilder builder = start(request);
      builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(pathLength));
      builder.addExtension(
          Extension.keyUsage, true, new KeyUsage(KeyUsage.keyCertSign | KeyUsage.cRLSign));
      return certificate(builder);
    } catch (GeneralSecurityException | OperatorCreationException | IOException e) {
      throw failed("certificate", e);
    }
  }

  /** Returns a certificate that may sign code. */
  X509Certificate leaf(Request request) {
    try {
      X509v3CertificateBuilder builder = start(request);
      builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(false));
      builder.addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.digitalSignature));
      builder.addExtension(
          Extension.extendedKeyUsage, false, new ExtendedKeyUsage(KeyPurposeId.id_kp_codeSigning));
      return certificate(builder);
    } catch (GeneralSecurityException | OperatorCreationException | IOException e) {
      throw failed("certificate", e);
    }
  }

  /** Returns a list of revoked serial numbers, with when and why. */
  X509CRL revocationList(Validity current, BigInteger number, Map<BigInteger, Revocation> revoked) {
    try {
      X509v2CRLBuilder builder = new X509v2CRLBuilder(name, Date.from(current.from()));
      builder.setNextUpdate(Date.from(current.until()));
      builder.addExtension(Extension.cRLNumber, false, new CRLNumber(number));
      builder.addExtension(
          Extension.authorityKeyIdentifier,
          false,
          new JcaX509ExtensionUtils().createAuthorityKeyIdentifier(keys.getPublic()));
      // The code of an unspecified reason is left out (RFC 5280 section 5.3.1): 0 means none here.
      revoked.forEach(
          (serial, revocation) ->
              builder.addCRLEntry(serial, Date.from(revocation.at()), revocation.reason().code()));
      byte[] der = builder.build(signer()).getEncoded();
      return (X509CRL) factory().generateCRL(new ByteArrayInputStream(der));
    } catch (GeneralSecurityException | OperatorCreationException | IOException e) {
      throw failed("revocation list", e);
    }
  }

  /**
   * Checks that a key may be certified.
   *
   * @throws IllegalArgumentException when a verifier would refuse it: it is neither RSA of 2048 to
   *     8192 bits nor P-384
   */
  static void requireStrong(PublicKey key) {
    KeyRules.weakness(key)
        .ifPresent(
            weakness -> {
              throw new IllegalArgumentException("key: the author " + weakness);
            });
  }

  private X509v3CertificateBuilder start(Request request)
      throws GeneralSecurityException, IOException {
    X509v3CertificateBuilder builder =
        new X509v3CertificateBuilder(
            name,
            serialNumbers.get(),
            Date.from(request.validity().from()),
            Date.from(request.validity().until()),
            request.subject(),
            SubjectPublicKeyInfo.getInstance(request.key().getEncoded()));
    JcaX509ExtensionUtils identifiers = new JcaX509ExtensionUtils();
    builder.addExtension(
        Extension.subjectKeyIdentifier,
        false,
        identifiers.createSubjectKeyIdentifier(request.key()));
    builder.addExtension(
        Extension.authorityKeyIdentifier,
        false,
        identifiers.createAuthorityKeyIdentifier(keys.getPublic()));
    if (development) {
      builder.addExtension(
          new ASN1ObjectIdentifier(Certificates.FOR_DEVELOPMENT), false, DERNull.INSTANCE);
    }
    return builder;
  }

  private X509Certificate certificate(X509v3CertificateBuilder builder)
      throws GeneralSecurityException, OperatorCreationException, IOException {
    byte[] der = builder.build(signer()).getEncoded();
    return (X509Certificate) factory().generateCertificate(new ByteArrayInputStream(der));
  }

  private ContentSigner signer() throws GeneralSecurityException, OperatorCreationException {
    KeyType type = KeyType.of(keys.getPublic());
    return new JcaContentSignerBuilder(type.certificateSignature())
        .setProvider(type.provider())
        .build(keys.getPrivate());
  }

  private static CertificateFactory factory() throws GeneralSecurityException {
    return CertificateFactory.getInstance("X.509", "SUN");
  }

  /** Returns a random number of 128 bits. */
  static BigInteger randomSerialNumber() {
    // Never zero and never negative (RFC 5280 section 4.1.2.2); unpredictable, so that nobody can
    // prepare two requests with one digest.
    return new BigInteger(SERIAL_BITS, RANDOM).setBit(SERIAL_BITS - 1);
  }

  private static IllegalStateException failed(String what, Exception cause) {
    return new IllegalStateException(
        "this JDK cannot sign a " + what + "; run on one that has SUN, SunEC and SunRsaSign",
        cause);
  }
}

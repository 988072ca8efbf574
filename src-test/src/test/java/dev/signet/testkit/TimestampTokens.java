package dev.signet.testkit;

import java.io.IOException;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import org.bouncycastle.asn1.ASN1GeneralizedTime;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.cms.CMSAttributes;
import org.bouncycastle.asn1.ess.ESSCertIDv2;
import org.bouncycastle.asn1.ess.SigningCertificateV2;
import org.bouncycastle.asn1.nist.NISTObjectIdentifiers;
import org.bouncycastle.asn1.oiw.OIWObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.tsp.MessageImprint;
import org.bouncycastle.asn1.tsp.TSTInfo;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.cert.jcajce.JcaCertStore;
import org.bouncycastle.cms.CMSException;
import org.bouncycastle.cms.CMSProcessableByteArray;
import org.bouncycastle.cms.CMSSignedDataGenerator;
import org.bouncycastle.cms.DefaultSignedAttributeTableGenerator;
import org.bouncycastle.cms.jcajce.JcaSignerInfoGeneratorBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.bouncycastle.operator.jcajce.JcaDigestCalculatorProviderBuilder;

/**
 * Makes time-stamp tokens of every kind, also ones no decent authority would make. Starts from a
 * sound one over some bytes, changes what the test is about, and ends in {@link #der}.
 */
public final class TimestampTokens {
  private final Certificates.Issued signer;
  private final byte[] stamped;
  private final List<X509Certificate> certificates = new ArrayList<>();
  private X509Certificate bound;
  private Instant at = Certificates.NOW;
  private String digest = "SHA-512";
  private String signatureAlgorithm = "SHA384withECDSA";
  private AlgorithmIdentifier contentDigest;

  private TimestampTokens(Certificates.Issued signer, byte[] stamped) {
    this.signer = signer;
    this.stamped = stamped;
    bound = signer.certificate();
    certificates.add(signer.certificate());
  }

  /** A token over these bytes of {@link Certificates#NOW}, with the signer's P-384 key. */
  public static TimestampTokens by(Certificates.Issued signer, byte[] stamped) {
    return new TimestampTokens(signer, stamped);
  }

  /** A certificate for time-stamping, and critically nothing else. */
  public static Certificates signer(String name, Certificates.Issued issuer) {
    return Certificates.leaf(name, issuer)
        .without(Extension.extendedKeyUsage)
        .extension(
            Extension.extendedKeyUsage,
            true,
            new ExtendedKeyUsage(KeyPurposeId.id_kp_timeStamping));
  }

  /** Sets the instant it names. */
  public TimestampTokens at(Instant instant) {
    at = instant;
    return this;
  }

  /** Sets the digest of the bytes: {@code SHA-1}, {@code SHA-256} or {@code SHA-512}. */
  public TimestampTokens digest(String name) {
    digest = name;
    return this;
  }

  /** Sets the JCA algorithm of its signature. */
  public TimestampTokens signedWith(String algorithm) {
    signatureAlgorithm = algorithm;
    return this;
  }

  /** Signs with this JCA algorithm, whose digest differs from the content's SHA-256. */
  public TimestampTokens signedOverSha256With(String algorithm) {
    contentDigest = new AlgorithmIdentifier(NISTObjectIdentifiers.id_sha256);
    return signedWith(algorithm);
  }

  /** Names another certificate among the signed attributes than the signer's. */
  public TimestampTokens bindingTo(X509Certificate other) {
    bound = other;
    return this;
  }

  /** Carries another certificate, too. */
  public TimestampTokens with(X509Certificate other) {
    certificates.add(other);
    return this;
  }

  /** Carries this certificate instead of the signer's. */
  public TimestampTokens withOnly(X509Certificate other) {
    certificates.clear();
    certificates.add(other);
    return this;
  }

  /** Carries no certificate. */
  public TimestampTokens withoutCertificates() {
    certificates.clear();
    return this;
  }

  /** Returns the token. */
  public byte[] der() {
    try {
      CMSSignedDataGenerator generator = new CMSSignedDataGenerator();
      JcaSignerInfoGeneratorBuilder signing =
          new JcaSignerInfoGeneratorBuilder(new JcaDigestCalculatorProviderBuilder().build());
      signing.setSignedAttributeGenerator(
          parameters ->
              new DefaultSignedAttributeTableGenerator()
                  .getAttributes(parameters)
                  .remove(CMSAttributes.signingTime)
                  .add(
                      PKCSObjectIdentifiers.id_aa_signingCertificateV2,
                      new SigningCertificateV2(new ESSCertIDv2(sha256(bound)))));
      if (contentDigest != null) {
        signing.setContentDigest(contentDigest);
      }
      generator.addSignerInfoGenerator(
          signing.build(
              new JcaContentSignerBuilder(signatureAlgorithm).build(signer.keys().getPrivate()),
              signer.certificate()));
      generator.addCertificates(new JcaCertStore(certificates));
      return generator
          .generate(
              new CMSProcessableByteArray(
                  PKCSObjectIdentifiers.id_ct_TSTInfo, info().getEncoded("DER")),
              true)
          .getEncoded("DER");
    } catch (CMSException | IOException | OperatorCreationException | GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  private TSTInfo info() throws GeneralSecurityException {
    return new TSTInfo(
        new ASN1ObjectIdentifier("1.3.6.1.4.1.99999"),
        new MessageImprint(
            new AlgorithmIdentifier(oid()), MessageDigest.getInstance(digest).digest(stamped)),
        new ASN1Integer(BigInteger.valueOf(42)),
        new ASN1GeneralizedTime(Date.from(at)),
        null,
        null,
        null,
        null,
        null);
  }

  private ASN1ObjectIdentifier oid() {
    return switch (digest) {
      case "SHA-1" -> OIWObjectIdentifiers.idSHA1;
      case "SHA-256" -> NISTObjectIdentifiers.id_sha256;
      default -> NISTObjectIdentifiers.id_sha512;
    };
  }

  private static byte[] sha256(X509Certificate certificate) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(certificate.getEncoded());
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }
}

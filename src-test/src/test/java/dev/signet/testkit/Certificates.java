package dev.signet.testkit;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.SecureRandom;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.interfaces.ECPublicKey;
import java.security.spec.ECGenParameterSpec;
import java.time.Instant;
import java.util.Date;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.DERUTF8String;
import org.bouncycastle.asn1.x500.AttributeTypeAndValue;
import org.bouncycastle.asn1.x500.RDN;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x500.style.BCStyle;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.cert.X509v1CertificateBuilder;
import org.bouncycastle.cert.X509v3CertificateBuilder;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.bouncycastle.operator.ContentSigner;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/**
 * Makes certificates of every kind, also ones no decent authority would issue. Starts from a sound
 * one ({@link #root}, {@link #intermediate}, {@link #leaf}, {@link #legacyLeaf}), changes what the
 * test is about, and ends in {@link #make}.
 */
public final class Certificates {

  /** Start of the default validity. */
  public static final Instant FROM = Instant.parse("2026-01-01T00:00:00Z");

  /** End of the default validity. */
  public static final Instant UNTIL = Instant.parse("2036-01-01T00:00:00Z");

  /** An instant in the default validity. */
  public static final Instant NOW = Instant.parse("2026-11-22T12:00:00Z");

  private static final SecureRandom RANDOM = new SecureRandom();
  private static final Map<Integer, KeyPair> SHARED_RSA = new ConcurrentHashMap<>();

  private record Criticality(boolean critical, ASN1Encodable value) {}

  private final Map<ASN1ObjectIdentifier, Criticality> extensions = new LinkedHashMap<>();
  private X500Name subject;
  private X500Name issuerName;
  private KeyPair keys;
  private KeyPair issuerKeys;
  private BigInteger serial = new BigInteger(127, RANDOM).setBit(126);
  private Instant from = FROM;
  private Instant until = UNTIL;
  private String signatureAlgorithm;
  private boolean version1;

  private Certificates(X500Name subject) {
    this.subject = subject;
  }

  /** A certificate and the keys of its subject. */
  public record Issued(X509Certificate certificate, KeyPair keys) {
    /** The subject exactly as encoded. */
    public X500Name name() {
      return X500Name.getInstance(certificate.getSubjectX500Principal().getEncoded());
    }
  }

  /** A self-signed authority: CA, keyCertSign, cRLSign. */
  public static Certificates root(String commonName) {
    return new Certificates(cn(commonName)).ca().usage(KeyUsage.keyCertSign | KeyUsage.cRLSign);
  }

  /** An authority under another one. */
  public static Certificates intermediate(String commonName, Issued issuer) {
    return root(commonName).issuedBy(issuer);
  }

  /** A leaf of the strict profile. */
  public static Certificates leaf(String commonName, Issued issuer) {
    return new Certificates(cn(commonName))
        .issuedBy(issuer)
        .extension(Extension.basicConstraints, true, new BasicConstraints(false))
        .usage(KeyUsage.digitalSignature)
        .purpose(KeyPurposeId.id_kp_codeSigning);
  }

  /** A leaf as version 1 files carry it: X.509 v1 without extensions. */
  public static Certificates legacyLeaf(String commonName, Issued issuer) {
    return new Certificates(cn(commonName)).issuedBy(issuer).version1();
  }

  /** A new key on the curve P-384. */
  public static KeyPair p384() {
    return curve("secp384r1");
  }

  /** A new key on any named curve the JDK knows. */
  public static KeyPair curve(String name) {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("EC", "SunEC");
      generator.initialize(new ECGenParameterSpec(name));
      return generator.generateKeyPair();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  /** A new RSA key; slow above 2048 bits. */
  public static KeyPair rsa(int bits) {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA", "SunRsaSign");
      generator.initialize(bits);
      return generator.generateKeyPair();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  /**
   * An RSA key of 2048 bits, in all of this JVM the same for the same number: for tests to which it
   * does not matter that others know it. To make one takes longer than most tests.
   */
  public static KeyPair sharedRsa(int number) {
    return SHARED_RSA.computeIfAbsent(number, same -> rsa(2048));
  }

  /** A name of one common name as UTF8String. */
  public static X500Name cn(String commonName) {
    return name(new DERUTF8String(commonName));
  }

  /** A name of these common names, one after the other, in any string type. */
  public static X500Name name(ASN1Encodable... commonNames) {
    RDN[] rdns = new RDN[commonNames.length];
    for (int i = 0; i < rdns.length; i++) {
      rdns[i] = new RDN(new AttributeTypeAndValue(BCStyle.CN, commonNames[i]));
    }
    return new X500Name(rdns);
  }

  /** Replaces the subject. */
  public Certificates subject(X500Name name) {
    subject = name;
    return this;
  }

  /** Sets the subject's keys; else a new P-384 pair is made. */
  public Certificates keys(KeyPair pair) {
    keys = pair;
    return this;
  }

  /** Issued under the name of this one and signed with its key. */
  public Certificates issuedBy(Issued issuer) {
    issuerName = issuer.name();
    issuerKeys = issuer.keys();
    return this;
  }

  /** Names this issuer, whoever signs. */
  public Certificates issuerName(X500Name name) {
    issuerName = name;
    return this;
  }

  /** Signs with this key, whoever is named. */
  public Certificates issuerKeys(KeyPair pair) {
    issuerKeys = pair;
    return this;
  }

  /** CA:TRUE without a path length. */
  public Certificates ca() {
    return extension(Extension.basicConstraints, true, new BasicConstraints(true));
  }

  /** CA:TRUE with a path length. */
  public Certificates ca(int pathLength) {
    return extension(Extension.basicConstraints, true, new BasicConstraints(pathLength));
  }

  /** Sets the key usage, a sum of {@link KeyUsage}'s constants. */
  public Certificates usage(int usage) {
    return extension(Extension.keyUsage, true, new KeyUsage(usage));
  }

  /** Sets the extended key usage. */
  public Certificates purpose(KeyPurposeId... purposes) {
    return extension(Extension.extendedKeyUsage, false, new ExtendedKeyUsage(purposes));
  }

  /** Sets any extension. */
  public Certificates extension(ASN1ObjectIdentifier oid, boolean critical, ASN1Encodable value) {
    extensions.put(oid, new Criticality(critical, value));
    return this;
  }

  /** Leaves an extension out. */
  public Certificates without(ASN1ObjectIdentifier oid) {
    extensions.remove(oid);
    return this;
  }

  /** Sets the validity. */
  public Certificates valid(Instant first, Instant last) {
    from = first;
    until = last;
    return this;
  }

  /** Sets the serial number, else a random one. */
  public Certificates serial(long number) {
    return serial(BigInteger.valueOf(number));
  }

  /** Sets the serial number, else a random one. */
  public Certificates serial(BigInteger number) {
    serial = number;
    return this;
  }

  /** Signs with this JCA algorithm; else SHA-256 with the issuer's kind of key. */
  public Certificates signedWith(String algorithm) {
    signatureAlgorithm = algorithm;
    return this;
  }

  /** X.509 v1: no extensions whatever was set. */
  public Certificates version1() {
    version1 = true;
    return this;
  }

  /** Makes the certificate; self-signed when no issuer was named. */
  public Issued make() {
    KeyPair own = keys == null ? p384() : keys;
    KeyPair signing = issuerKeys == null ? own : issuerKeys;
    X500Name issuer = issuerName == null ? subject : issuerName;
    try {
      byte[] der = version1 ? v1(issuer, own, signing) : v3(issuer, own, signing);
      return new Issued(parse(der), own);
    } catch (OperatorCreationException | IOException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Reads a certificate. */
  public static X509Certificate parse(byte[] der) {
    try {
      return (X509Certificate)
          CertificateFactory.getInstance("X.509", "SUN")
              .generateCertificate(new ByteArrayInputStream(der));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Returns a signer with the JDK's own provider. */
  static ContentSigner signer(KeyPair pair, String algorithm) throws OperatorCreationException {
    boolean curve = pair.getPublic() instanceof ECPublicKey;
    String name = algorithm != null ? algorithm : curve ? "SHA256withECDSA" : "SHA256withRSA";
    JcaContentSignerBuilder builder = new JcaContentSignerBuilder(name);
    // The JDK has no algorithm names that carry PSS parameters.
    return name.endsWith("MGF1")
        ? builder.setProvider(new BouncyCastleProvider()).build(pair.getPrivate())
        : builder.setProvider(curve ? "SunEC" : "SunRsaSign").build(pair.getPrivate());
  }

  private byte[] v1(X500Name issuer, KeyPair own, KeyPair signing)
      throws OperatorCreationException, IOException {
    return new X509v1CertificateBuilder(
            issuer, serial, Date.from(from), Date.from(until), subject, info(own))
        .build(signer(signing, signatureAlgorithm))
        .getEncoded();
  }

  private byte[] v3(X500Name issuer, KeyPair own, KeyPair signing)
      throws OperatorCreationException, IOException {
    X509v3CertificateBuilder builder =
        new X509v3CertificateBuilder(
            issuer, serial, Date.from(from), Date.from(until), subject, info(own));
    for (Map.Entry<ASN1ObjectIdentifier, Criticality> extension : extensions.entrySet()) {
      Criticality content = extension.getValue();
      builder.addExtension(extension.getKey(), content.critical(), content.value());
    }
    return builder.build(signer(signing, signatureAlgorithm)).getEncoded();
  }

  private static SubjectPublicKeyInfo info(KeyPair pair) {
    return SubjectPublicKeyInfo.getInstance(pair.getPublic().getEncoded());
  }
}

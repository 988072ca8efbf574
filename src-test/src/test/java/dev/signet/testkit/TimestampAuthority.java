package dev.signet.testkit;

import java.io.IOException;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.util.Date;
import java.util.List;
import java.util.Set;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.nist.NISTObjectIdentifiers;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.cert.jcajce.JcaCertStore;
import org.bouncycastle.cms.SignerInfoGenerator;
import org.bouncycastle.cms.jcajce.JcaSignerInfoGeneratorBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.bouncycastle.operator.jcajce.JcaDigestCalculatorProviderBuilder;
import org.bouncycastle.tsp.TSPAlgorithms;
import org.bouncycastle.tsp.TSPException;
import org.bouncycastle.tsp.TimeStampRequest;
import org.bouncycastle.tsp.TimeStampRequestGenerator;
import org.bouncycastle.tsp.TimeStampResponseGenerator;
import org.bouncycastle.tsp.TimeStampTokenGenerator;

/** A time-stamping authority (RFC 3161), and its misbehaving twins. */
public final class TimestampAuthority {
  private static final ASN1ObjectIdentifier POLICY = new ASN1ObjectIdentifier("1.3.6.1.4.1.99999");
  private static final BigInteger SERIAL = BigInteger.valueOf(42);

  private final Certificates.Issued root = Certificates.root("TSA Root").make();
  private final Certificates.Issued signer =
      Certificates.leaf("TSA", root)
          .without(Extension.extendedKeyUsage)
          .extension(
              Extension.extendedKeyUsage,
              true,
              new ExtendedKeyUsage(KeyPurposeId.id_kp_timeStamping))
          .make();

  /** Returns the root of its certificate. */
  public Certificates.Issued root() {
    return root;
  }

  /** Returns a request of its own over a SHA-512 digest. */
  public byte[] request(byte[] digest) {
    try {
      TimeStampRequestGenerator generator = new TimeStampRequestGenerator();
      generator.setCertReq(true);
      return generator.generate(TSPAlgorithms.SHA512, digest, BigInteger.TWO).getEncoded();
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Returns a granted answer. */
  public byte[] answer(byte[] request) {
    return granted(parse(request), signer.keys(), true);
  }

  /** Returns an answer over another digest, with the right nonce. */
  public byte[] answerOver(byte[] request, byte[] digest) {
    TimeStampRequestGenerator generator = new TimeStampRequestGenerator();
    generator.setCertReq(true);
    return granted(
        generator.generate(TSPAlgorithms.SHA512, digest, parse(request).getNonce()),
        signer.keys(),
        true);
  }

  /** Returns an answer without the certificate that was asked for. */
  public byte[] answerWithoutCertificate(byte[] request) {
    return granted(parse(request), signer.keys(), false);
  }

  /**
   * Returns an answer with its certificate, but signed with a key that is not the certificate's.
   */
  public byte[] answerWithOtherKey(byte[] request) {
    return granted(parse(request), Certificates.p384(), true);
  }

  /** Returns a refusal. */
  public byte[] rejection(byte[] request, String why) {
    try {
      return new TimeStampResponseGenerator(tokens(signer.keys(), true), Set.of())
          .generateRejectedResponse(new TSPException(why))
          .getEncoded();
    } catch (TSPException | IOException e) {
      throw new IllegalStateException(e);
    }
  }

  private byte[] granted(TimeStampRequest request, KeyPair keys, boolean withCertificate) {
    try {
      return new TimeStampResponseGenerator(tokens(keys, withCertificate), TSPAlgorithms.ALLOWED)
          .generate(request, SERIAL, Date.from(Certificates.NOW))
          .getEncoded();
    } catch (TSPException | IOException e) {
      throw new IllegalStateException(e);
    }
  }

  private TimeStampTokenGenerator tokens(KeyPair keys, boolean withCertificate) {
    try {
      JcaDigestCalculatorProviderBuilder digests = new JcaDigestCalculatorProviderBuilder();
      SignerInfoGenerator signing =
          new JcaSignerInfoGeneratorBuilder(digests.build())
              .build(
                  new JcaContentSignerBuilder("SHA384withECDSA").build(keys.getPrivate()),
                  signer.certificate());
      TimeStampTokenGenerator generator =
          new TimeStampTokenGenerator(
              signing,
              digests.build().get(new AlgorithmIdentifier(NISTObjectIdentifiers.id_sha256)),
              POLICY);
      if (withCertificate) {
        generator.addCertificates(new JcaCertStore(List.of(signer.certificate())));
      }
      return generator;
    } catch (OperatorCreationException | GeneralSecurityException | TSPException e) {
      throw new IllegalStateException(e);
    }
  }

  private static TimeStampRequest parse(byte[] request) {
    try {
      return new TimeStampRequest(request);
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }
}

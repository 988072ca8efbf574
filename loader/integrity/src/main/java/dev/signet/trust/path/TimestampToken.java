package dev.signet.trust.path;

import dev.signet.pem.Der;
import dev.signet.pem.Pem;
import dev.signet.trust.CertificateSignatures;
import dev.signet.trust.KeyRules;
import dev.signet.verdict.Guard;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.ASN1Primitive;
import org.bouncycastle.asn1.cms.ContentInfo;
import org.bouncycastle.asn1.nist.NISTObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.cms.DefaultCMSSignatureAlgorithmNameGenerator;
import org.bouncycastle.cms.SignerInformation;
import org.bouncycastle.cms.SignerInformationVerifier;
import org.bouncycastle.operator.DefaultSignatureAlgorithmIdentifierFinder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentVerifierProviderBuilder;
import org.bouncycastle.operator.jcajce.JcaDigestCalculatorProviderBuilder;
import org.bouncycastle.tsp.TSPException;
import org.bouncycastle.tsp.TimeStampToken;
import org.bouncycastle.tsp.TimeStampTokenInfo;

/**
 * A time-stamp token (RFC 3161 section 2.4.2) whose own signature is right and which is about the
 * bytes it was read for. Nothing about trust follows from that.
 *
 * @param signer the certificate it was made with: for time-stamping and, critically, nothing else
 * @param chain the other certificates it carries
 * @param at the instant it names (genTime)
 */
record TimestampToken(X509Certificate signer, List<X509Certificate> chain, Instant at) {

  private static final Map<String, String> DIGESTS =
      Map.of(
          NISTObjectIdentifiers.id_sha256.getId(), "SHA-256",
          NISTObjectIdentifiers.id_sha384.getId(), "SHA-384",
          NISTObjectIdentifiers.id_sha512.getId(), "SHA-512");

  TimestampToken {
    chain = List.copyOf(chain);
  }

  /** A token does not count. */
  static final class BadTokenException extends Exception {
    private static final long serialVersionUID = 1;

    private final String why;

    BadTokenException(String why) {
      super(why);
      this.why = why;
    }

    BadTokenException(String why, Throwable cause) {
      super(why, cause);
      this.why = why;
    }

    /** Returns the rest of a sentence that begins with the token. */
    String why() {
      return why;
    }
  }

  /**
   * Reads a token and checks it against the bytes it should be over, with the JDK's own providers.
   *
   * @param der at most 64 KiB
   * @throws BadTokenException saying what is wrong with it, whatever that is
   */
  static TimestampToken read(byte[] der, byte[] stamped) throws BadTokenException {
    return Guard.run(
        () -> readUnguarded(der, stamped),
        failure -> {
          throw new BadTokenException("is not readable", failure);
        });
  }

  private static TimestampToken readUnguarded(byte[] der, byte[] stamped) throws BadTokenException {
    try {
      TimeStampToken token =
          Der.parseBer(
              der,
              ber -> new TimeStampToken(ContentInfo.getInstance(ASN1Primitive.fromByteArray(ber))));
      requireOver(token, stamped);
      return verified(token);
    } catch (OperatorCreationException e) {
      throw new BadTokenException("is signed with an algorithm that is not understood", e);
    } catch (IOException | TSPException | GeneralSecurityException e) {
      throw new BadTokenException("is not in order (" + e.getMessage() + ")", e);
    }
  }

  private static void requireOver(TimeStampToken token, byte[] stamped)
      throws BadTokenException, GeneralSecurityException {
    TimeStampTokenInfo info = token.getTimeStampInfo();
    String digest = requireStrong(info.getMessageImprintAlgOID());
    byte[] expected = MessageDigest.getInstance(digest, "SUN").digest(stamped);
    if (!MessageDigest.isEqual(expected, info.getMessageImprintDigest())) {
      throw new BadTokenException("is over another signature than this one");
    }
  }

  private static TimestampToken verified(TimeStampToken token)
      throws BadTokenException,
          GeneralSecurityException,
          IOException,
          OperatorCreationException,
          TSPException {
    List<X509Certificate> chain = new ArrayList<>();
    X509Certificate signer = null;
    for (X509CertificateHolder holder : token.getCertificates().getMatches(null)) {
      X509Certificate certificate = certificate(holder);
      if (signer == null && token.getSID().match(holder)) {
        signer = certificate;
      } else {
        chain.add(certificate);
      }
    }
    if (signer == null) {
      throw new BadTokenException("does not carry the certificate it was made with");
    }
    Optional<String> weakness = KeyRules.weakness(signer.getPublicKey());
    if (weakness.isPresent()) {
      throw new BadTokenException("was made by somebody who " + weakness.get());
    }
    // Purpose, its criticality, and the certificate's digest among the signed attributes (RFC 5816)
    // are checked here as well.
    token.validate(verifier(signer));
    for (SignerInformation info : token.toCMSSignedData().getSignerInfos()) {
      requireStrong(info.getDigestAlgorithmID().getAlgorithm());
      requireStrongSignature(info);
    }
    return new TimestampToken(signer, chain, token.getTimeStampInfo().getGenTime().toInstant());
  }

  private static String requireStrong(ASN1ObjectIdentifier digest) throws BadTokenException {
    String name = DIGESTS.get(digest.getId());
    if (name == null) {
      throw new BadTokenException("rests on a digest other than SHA-256, SHA-384 and SHA-512");
    }
    return name;
  }

  // The signature may be over another digest than the content's; plain RSA takes the content's.
  private static void requireStrongSignature(SignerInformation info) throws BadTokenException {
    String oid = info.getEncryptionAlgOID();
    if (!oid.equals(PKCSObjectIdentifiers.rsaEncryption.getId())
        && !CertificateSignatures.isStrong(oid, info.getEncryptionAlgParams())) {
      throw new BadTokenException(
          "is signed with an algorithm that is too weak or unknown: " + oid);
    }
  }

  private static SignerInformationVerifier verifier(X509Certificate signer)
      throws OperatorCreationException {
    return new SignerInformationVerifier(
        new DefaultCMSSignatureAlgorithmNameGenerator(),
        new DefaultSignatureAlgorithmIdentifierFinder(),
        new JcaContentVerifierProviderBuilder()
            .setProvider(CertificateSignatures.provider(signer.getPublicKey()))
            .build(signer),
        new JcaDigestCalculatorProviderBuilder().setProvider("SUN").build());
  }

  private static X509Certificate certificate(X509CertificateHolder holder)
      throws GeneralSecurityException, IOException {
    return Pem.ofDer(holder.getEncoded());
  }
}

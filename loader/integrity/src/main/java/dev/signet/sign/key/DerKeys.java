package dev.signet.sign.key;

import dev.signet.pem.Der;
import dev.signet.pem.Part;
import dev.signet.sign.problem.SigningException;
import dev.signet.verdict.Guard;
import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.NoSuchProviderException;
import java.security.PrivateKey;
import java.security.spec.PKCS8EncodedKeySpec;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.ASN1OctetString;
import org.bouncycastle.asn1.ASN1Sequence;
import org.bouncycastle.asn1.pkcs.EncryptedPrivateKeyInfo;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.asn1.sec.ECPrivateKey;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x9.X9ObjectIdentifiers;

/**
 * Reads private keys of every form: PKCS #8 (RFC 5958), encrypted or not, PKCS #1 (RFC 8017), SEC 1
 * (RFC 5915), told apart by the first two members of their sequence; and those encrypted within
 * PEM.
 */
final class DerKeys {
  private DerKeys() {}

  /** Reads a part of a file that is taken for a private key. */
  static PrivateKey privateKey(Path file, Part part, Passphrase passphrase)
      throws SigningException {
    return Guard.run(
        () -> {
          try {
            return read(part, new Unlocking(file, passphrase));
          } catch (IOException | GeneralSecurityException e) {
            throw unreadable(file, String.valueOf(e.getMessage()), e);
          }
        },
        failure -> {
          throw unreadable(file, Guard.cause(failure), failure);
        });
  }

  private static PrivateKey read(Part part, Unlocking unlocking)
      throws SigningException, IOException, GeneralSecurityException {
    byte[] der = part.der();
    if (part.encryption().isPresent()) {
      String way = part.encryption().get();
      return privateKey(
          unlocking.open(secret -> plain(Decryptors.decryptTraditional(way, der, secret))));
    }
    if (members(der).getObjectAt(0) instanceof ASN1Sequence) {
      EncryptedPrivateKeyInfo locked = Der.parseBer(der, EncryptedPrivateKeyInfo::getInstance);
      return privateKey(unlocking.open(secret -> decrypted(locked, secret)));
    }
    return privateKey(plain(der));
  }

  /** Decrypts PKCS #8. */
  static PrivateKeyInfo decrypted(EncryptedPrivateKeyInfo locked, char[] secret)
      throws GeneralSecurityException, IOException {
    return plain(
        Decryptors.decrypt(locked.getEncryptionAlgorithm(), locked.getEncryptedData(), secret));
  }

  /** Returns the JDK's own form of a key. */
  static PrivateKey privateKey(PrivateKeyInfo info) throws IOException, GeneralSecurityException {
    ASN1ObjectIdentifier algorithm = info.getPrivateKeyAlgorithm().getAlgorithm();
    boolean rsa = algorithm.equals(PKCSObjectIdentifiers.rsaEncryption);
    if (!rsa && !algorithm.equals(X9ObjectIdentifiers.id_ecPublicKey)) {
      throw new GeneralSecurityException("its algorithm is neither RSA nor an elliptic curve");
    }
    KeyFactory factory =
        rsa ? KeyFactory.getInstance("RSA", "SunRsaSign") : KeyFactory.getInstance("EC", "SunEC");
    PKCS8EncodedKeySpec encoded = new PKCS8EncodedKeySpec(info.getEncoded());
    // The key itself is DER within an octet string.
    return Der.parse(info.getPrivateKey().getOctets(), inner -> factory.generatePrivate(encoded));
  }

  private static PrivateKeyInfo plain(byte[] der) throws IOException {
    ASN1Sequence members = members(der);
    ASN1Encodable second = members.getObjectAt(1);
    if (second instanceof ASN1Integer) {
      return new PrivateKeyInfo(
          new AlgorithmIdentifier(PKCSObjectIdentifiers.rsaEncryption), members);
    }
    return second instanceof ASN1OctetString
        ? sec1(members)
        : Der.parse(der, PrivateKeyInfo::getInstance);
  }

  private static ASN1Sequence members(byte[] der) throws IOException {
    ASN1Sequence members = Der.parseBer(der, ASN1Sequence::getInstance);
    if (members.size() < 2) {
      throw new IOException("it is put together otherwise");
    }
    return members;
  }

  private static PrivateKeyInfo sec1(ASN1Sequence members) throws IOException {
    ECPrivateKey key = ECPrivateKey.getInstance(members);
    ASN1Encodable curve = key.getParametersObject();
    if (curve == null) {
      throw new IOException("it does not name its curve");
    }
    return new PrivateKeyInfo(
        new AlgorithmIdentifier(X9ObjectIdentifiers.id_ecPublicKey, curve), key);
  }

  static SigningException unreadable(Path file, String cause, Throwable failure) {
    if (failure instanceof NoSuchProviderException) {
      return new SigningException(
          file + " cannot be used by this Java runtime: " + cause,
          "use a runtime that has the module jdk.crypto.ec and its providers",
          failure);
    }
    return new SigningException(
        file + " holds no private key that can be read: " + cause,
        "use an RSA or P-384 key as openssl writes it",
        failure);
  }
}

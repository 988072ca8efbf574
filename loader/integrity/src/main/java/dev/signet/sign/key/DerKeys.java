package dev.signet.sign.key;

import dev.signet.pem.Der;
import dev.signet.sign.problem.SigningException;
import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.NoSuchAlgorithmException;
import java.security.NoSuchProviderException;
import java.security.PrivateKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Arrays;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.ASN1OctetString;
import org.bouncycastle.asn1.ASN1Primitive;
import org.bouncycastle.asn1.ASN1Sequence;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.asn1.sec.ECPrivateKey;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x9.X9ObjectIdentifiers;
import org.bouncycastle.pkcs.PKCS8EncryptedPrivateKeyInfo;

/** Tells the DER forms of private keys apart by their structure, and reads them. */
final class DerKeys {
  private static final int PKCS12_VERSION = 3;

  private DerKeys() {}

  /** The forms, told by the first two members of the sequence. */
  private enum Form {
    /** RFC 7292: 3, content. */
    PKCS12,
    /** RFC 5958: 0 or 1, algorithm. */
    PKCS8,
    /** RFC 5958: algorithm, encrypted octets. */
    ENCRYPTED_PKCS8,
    /** RFC 8017: 0, modulus. */
    PKCS1,
    /** RFC 5915: 1, octets. */
    SEC1,
    OTHER
  }

  /** Returns whether it is a PKCS #12 container. */
  static boolean isKeyContainer(byte[] der) {
    return form(der) == Form.PKCS12;
  }

  /** Returns whether it is a private key, encrypted or not, or a container of some. */
  static boolean isAnyKey(byte[] der) {
    return form(der) != Form.OTHER;
  }

  static PrivateKey privateKey(Path file, byte[] der, Passphrase passphrase)
      throws SigningException {
    try {
      return switch (form(der)) {
        case PKCS8 -> privateKey(PrivateKeyInfo.getInstance(der));
        case ENCRYPTED_PKCS8 -> decrypted(file, new PKCS8EncryptedPrivateKeyInfo(der), passphrase);
        case PKCS1 ->
            privateKey(
                new PrivateKeyInfo(
                    new AlgorithmIdentifier(PKCSObjectIdentifiers.rsaEncryption),
                    ASN1Primitive.fromByteArray(der)));
        case SEC1 -> privateKey(sec1(der));
        case PKCS12, OTHER ->
            throw new SigningException(
                file + " holds no private key in PEM, DER or PKCS #12; check the path.");
      };
    } catch (IOException | GeneralSecurityException | IllegalArgumentException e) {
      throw unreadable(file, e);
    }
  }

  /** Returns the JDK's own form of a key. */
  static PrivateKey privateKey(PrivateKeyInfo info) throws IOException, GeneralSecurityException {
    boolean rsa =
        info.getPrivateKeyAlgorithm().getAlgorithm().equals(PKCSObjectIdentifiers.rsaEncryption);
    boolean curve =
        info.getPrivateKeyAlgorithm().getAlgorithm().equals(X9ObjectIdentifiers.id_ecPublicKey);
    if (!rsa && !curve) {
      throw new GeneralSecurityException("its algorithm is neither RSA nor an elliptic curve");
    }
    KeyFactory factory =
        rsa ? KeyFactory.getInstance("RSA", "SunRsaSign") : KeyFactory.getInstance("EC", "SunEC");
    return factory.generatePrivate(new PKCS8EncodedKeySpec(info.getEncoded()));
  }

  static PrivateKey decrypted(
      Path file, PKCS8EncryptedPrivateKeyInfo encrypted, Passphrase passphrase)
      throws SigningException, IOException, GeneralSecurityException {
    char[] secret = passphrase.ask(file.toString());
    PrivateKeyInfo info;
    try {
      info = Decryptors.decrypt(encrypted, secret);
    } catch (NoSuchAlgorithmException e) {
      throw new SigningException(
          file
              + " is encrypted in a way that cannot be read here ("
              + e.getMessage()
              + "); encrypt it anew, as with openssl pkcs8 -topk8.",
          e);
    } catch (GeneralSecurityException | IllegalArgumentException e) {
      throw new SigningException(file + ": the passphrase is wrong.", e);
    } finally {
      Arrays.fill(secret, '\0');
    }
    return privateKey(info);
  }

  static SigningException unreadable(Path file, Exception cause) {
    if (cause instanceof NoSuchProviderException) {
      return new SigningException(
          file
              + " cannot be used by this Java runtime: "
              + cause.getMessage()
              + "; use a runtime that has the module jdk.crypto.ec and its providers.",
          cause);
    }
    return new SigningException(
        file
            + " holds no private key that can be read: "
            + cause.getMessage()
            + "; use an RSA or P-384 key as openssl writes it.",
        cause);
  }

  private static PrivateKeyInfo sec1(byte[] der) throws IOException {
    ECPrivateKey key = ECPrivateKey.getInstance(der);
    ASN1Encodable curve = key.getParametersObject();
    if (curve == null) {
      throw new IOException("it does not name its curve");
    }
    return new PrivateKeyInfo(
        new AlgorithmIdentifier(X9ObjectIdentifiers.id_ecPublicKey, curve), key);
  }

  private static Form form(byte[] der) {
    try {
      return Der.parseBer(
          der,
          ber -> {
            ASN1Sequence members = ASN1Sequence.getInstance(ber);
            return members.size() < 2 ? Form.OTHER : form(members);
          });
    } catch (IOException e) {
      return Form.OTHER;
    }
  }

  private static Form form(ASN1Sequence members) {
    ASN1Encodable first = members.getObjectAt(0);
    ASN1Encodable second = members.getObjectAt(1);
    if (first instanceof ASN1Sequence algorithm) {
      boolean encrypted = second instanceof ASN1OctetString && isPassphraseBased(algorithm);
      return encrypted ? Form.ENCRYPTED_PKCS8 : Form.OTHER;
    }
    if (!(first instanceof ASN1Integer version)) {
      return Form.OTHER;
    }
    if (second instanceof ASN1Integer) {
      return version.hasValue(0) ? Form.PKCS1 : Form.OTHER;
    }
    if (second instanceof ASN1OctetString) {
      return version.hasValue(1) ? Form.SEC1 : Form.OTHER;
    }
    if (!(second instanceof ASN1Sequence)) {
      return Form.OTHER;
    }
    if (version.hasValue(PKCS12_VERSION)) {
      return Form.PKCS12;
    }
    boolean key = members.size() > 2 && members.getObjectAt(2) instanceof ASN1OctetString;
    return key && (version.hasValue(0) || version.hasValue(1)) ? Form.PKCS8 : Form.OTHER;
  }

  private static boolean isPassphraseBased(ASN1Sequence algorithm) {
    return algorithm.size() > 0
        && algorithm.getObjectAt(0) instanceof ASN1ObjectIdentifier scheme
        && (scheme.on(PKCSObjectIdentifiers.pkcs_5)
            || scheme.on(PKCSObjectIdentifiers.pkcs_12PbeIds));
  }
}
